/// The receiving end of one RTP stream: reordering, loss, NACK, RTX (RFC 4588), statistics (RFC
/// 3550). Pure: time is an argument.
@NullMarked
package org.moqgateway.core.rtp.receive;

import org.jspecify.annotations.NullMarked;
