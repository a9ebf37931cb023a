/// Tests of the hang format.
@NullMarked
package org.moqgateway.core.hang;

import org.jspecify.annotations.NullMarked;
