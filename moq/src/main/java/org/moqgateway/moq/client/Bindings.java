package org.moqgateway.moq.client;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Dialer;

/// The bindings that a [MoqDialer] may use; null where one is not built in or switched off.
///
/// @param quic MoQ on raw QUIC, for `moqt://` and `moql://`
/// @param webTransport for `https://` and `http://`
/// @param webSocket for `wss://` and `ws://`, and beside WebTransport
/// @param tcp QMux on a byte stream, for `tls://` and, without encryption, `tcp://`
public record Bindings(
        @Nullable Dialer quic,
        @Nullable Dialer webTransport,
        @Nullable Dialer webSocket,
        @Nullable Dialer tcp) {}
