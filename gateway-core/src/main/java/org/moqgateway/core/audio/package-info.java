/// Audio that WebRTC and MoQ do not share, turned into Opus.
@NullMarked
package org.moqgateway.core.audio;

import org.jspecify.annotations.NullMarked;
