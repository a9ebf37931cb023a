/// What carries a MoQ session: streams, datagrams, priorities, resets with codes and path
/// statistics. Above these interfaces nobody knows whether it is raw QUIC, WebTransport or QMux
/// over WebSocket or TLS.
@NullMarked
package org.moqgateway.moq.transport;

import org.jspecify.annotations.NullMarked;
