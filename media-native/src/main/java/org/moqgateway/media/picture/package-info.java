/// Single pictures out of video: what a decoder of keyframes is, whichever library stands behind.
@NullMarked
package org.moqgateway.media.picture;

import org.jspecify.annotations.NullMarked;
