/// VP8 (RFC 6386): frame headers and the RTP payload format of RFC 7741.
@NullMarked
package org.moqgateway.codecs.vp8;

import org.jspecify.annotations.NullMarked;
