/// Tests of keyframe requests that cross relays.
@NullMarked
package org.moqgateway.core.keyframe;

import org.jspecify.annotations.NullMarked;
