/// VP9 (VP9 Bitstream & Decoding Process Specification): frame headers, superframes, layers,
/// and the RTP payload format of RFC 9628.
@NullMarked
package org.moqgateway.codecs.vp9;

import org.jspecify.annotations.NullMarked;
