/// AV1: bitstream parsing (AV1 Bitstream & Decoding Process Specification) and the RTP payload
/// format with its dependency descriptor (RTP Payload Format For AV1 1.0.0, AOM).
@NullMarked
package org.moqgateway.codecs.av1;

import org.jspecify.annotations.NullMarked;
