/// QMux: QUIC's streams, flow control and datagrams as records on a reliable, ordered carrier
/// (draft-ietf-quic-qmux, and draft-lcurley-qmux-websocket for WebSocket). Pure: time comes from
/// the [org.moqgateway.moq.transport.TransportLoop], bytes go to a [MessagePipe].
@NullMarked
package org.moqgateway.moq.transport.qmux;

import org.jspecify.annotations.NullMarked;
