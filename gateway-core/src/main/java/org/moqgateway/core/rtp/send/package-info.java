/// The sending end of one RTP stream: headers, send buffer, retransmission, sender reports. Pure:
/// time is an argument.
@NullMarked
package org.moqgateway.core.rtp.send;

import org.jspecify.annotations.NullMarked;
