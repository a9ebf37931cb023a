/// What a QUIC server does with a new connection: a MoQ session as it is, or HTTP/3 with
/// WebTransport sessions in it, whichever QUIC library carries it.
@NullMarked
package org.moqgateway.moq.transport.quic;

import org.jspecify.annotations.NullMarked;
