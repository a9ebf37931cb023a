/// Networks for tests, in virtual time.
@NullMarked
package org.moqgateway.core.netem;

import org.jspecify.annotations.NullMarked;
