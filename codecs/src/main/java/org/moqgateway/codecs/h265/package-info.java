/// H.265 (ITU-T Rec. H.265): bitstream parsing and the RTP payload format of RFC 7798.
@NullMarked
package org.moqgateway.codecs.h265;

import org.jspecify.annotations.NullMarked;
