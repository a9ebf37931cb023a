package org.moqgateway.moq.transport.websocket;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.loop.SerialLoop;
import org.moqgateway.moq.transport.qmux.QmuxBinding;
import org.moqgateway.moq.transport.qmux.QmuxSettings;
import org.moqgateway.moq.transport.qmux.Subprotocol;

/// A client that asks for a WebSocket: the HTTP server shows it to the acceptor, waits for
/// [#decision] and answers accordingly. Safe from any thread.
public final class WebSocketUpgrade implements IncomingSession {
    private final UpgradeRequest request;
    private final Map<String, Subprotocol> common;
    private final CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();

    private final QuicLimits limits;

    private WebSocketUpgrade(
            UpgradeRequest request, Map<String, Subprotocol> common, QuicLimits limits) {
        this.limits = limits;
        this.request = request;
        this.common = common;
    }

    /// Looks at what the client offers.
    ///
    /// @param protocols MoQ protocols that we speak
    /// @param limits what the client may do
    /// @return empty when there is nothing in common: the server answers 400
    ///     (draft-lcurley-qmux-websocket, Subprotocol Negotiation)
    public static Optional<WebSocketUpgrade> of(
            UpgradeRequest request, List<String> protocols, QuicLimits limits) {
        Map<String, Subprotocol> common = Subprotocol.common(request.offered(), protocols);
        return common.isEmpty()
                ? Optional.empty()
                : Optional.of(new WebSocketUpgrade(request, common, limits));
    }

    /// What to answer; completed once, by whoever is first. A server that cannot wait any longer
    /// completes it itself with a rejection.
    public CompletableFuture<UpgradeDecision> decision() {
        return decision;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.WEBSOCKET;
    }

    @Override
    public String target() {
        return request.target();
    }

    @Override
    public @Nullable String host() {
        return request.host();
    }

    @Override
    public List<String> protocols() {
        return List.copyOf(common.keySet());
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public Connection accept(String protocol) {
        Subprotocol chosen = common.get(protocol);
        if (chosen == null) {
            throw new IllegalArgumentException("not offered: " + protocol);
        }
        ServerPipe pipe =
                new ServerPipe(
                        new QmuxSettings(chosen.version(), true, limits, List.of()),
                        new QmuxBinding(kind(), protocol, target(), remoteAddress()),
                        new SerialLoop());
        if (!decision.complete(new UpgradeDecision.Accepted(chosen.token(), pipe))) {
            pipe.closed("the client was not let in any more");
        }
        return pipe.connection();
    }

    @Override
    public void reject(int httpStatus, long code, String reason) {
        decision.complete(new UpgradeDecision.Rejected(httpStatus, reason));
    }
}
