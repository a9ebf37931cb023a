package org.moqgateway.moq.transport.websocket;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request for a WebSocket, as an HTTP server sees it.
///
/// @param target raw path and query, such as `/anon?jwt=…`
/// @param host of the `Host` field, without a port; null when there was none
/// @param offered the sub-protocols of `Sec-WebSocket-Protocol`, in the client's order
/// @param remoteAddress of the TCP peer
public record UpgradeRequest(
        String target,
        @Nullable String host,
        List<String> offered,
        InetSocketAddress remoteAddress) {
    /// Checks and copies.
    public UpgradeRequest {
        Objects.requireNonNull(target);
        Objects.requireNonNull(remoteAddress);
        offered = List.copyOf(offered);
    }
}
