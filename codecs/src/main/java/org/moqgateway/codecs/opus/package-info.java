/// Opus (RFC 6716): packet structure, the RTP payload format of RFC 7587 and the header of RFC
/// 7845.
@NullMarked
package org.moqgateway.codecs.opus;

import org.jspecify.annotations.NullMarked;
