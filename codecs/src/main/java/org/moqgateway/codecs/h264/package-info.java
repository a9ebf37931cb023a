/// H.264 (ITU-T Rec. H.264): bitstream parsing and the RTP payload format of RFC 6184.
@NullMarked
package org.moqgateway.codecs.h264;

import org.jspecify.annotations.NullMarked;
