/// Test media.
@NullMarked
package org.moqgateway.media;

import org.jspecify.annotations.NullMarked;
