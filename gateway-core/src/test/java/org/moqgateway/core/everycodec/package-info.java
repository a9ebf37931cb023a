/// Real streams of each codec, from a publisher's RTP through a broadcast to a viewer's RTP.
@NullMarked
package org.moqgateway.core.everycodec;

import org.jspecify.annotations.NullMarked;
