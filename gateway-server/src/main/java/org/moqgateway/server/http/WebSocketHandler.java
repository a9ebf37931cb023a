package org.moqgateway.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.websocket.ServerWebSocket;
import org.moqgateway.moq.transport.websocket.UpgradeDecision;
import org.moqgateway.moq.transport.websocket.UpgradeRequest;
import org.moqgateway.moq.transport.websocket.WebSocketUpgrade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes requests for a WebSocket on any path and passes all others on. A client that offers no
/// sub-protocol of ours is refused with 400, one that the acceptor turns away with its status.
final class WebSocketHandler extends Handler.Wrapper {
    private static final Logger log = LoggerFactory.getLogger(WebSocketHandler.class);
    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
    private static final int DECISION_SECONDS = 10;

    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(10);

    /// Longer than a session may be silent: it ends itself, and says why.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final WebSocketAccess access;
    private final PageGuard pages;
    private final ServerWebSocketContainer container;

    /// @param server not started yet
    WebSocketHandler(Server server, WebSocketAccess access, PageGuard pages) {
        this.access = access;
        this.pages = pages;
        container = ServerWebSocketContainer.ensure(server);
        container.setIdleTimeout(IDLE);
        container.setMaxBinaryMessageSize(ServerWebSocket.MAX_MESSAGE_BYTES);
        // 0 would mean any size.
        container.setMaxTextMessageSize(1);
        container.setMaxFrameSize(ServerWebSocket.MAX_MESSAGE_BYTES);
        container.setAutoFragment(false);
    }

    /// Waits a moment for the farewells of open WebSockets and drops those that are left: the
    /// server would wait for them until its stop fails.
    void dropAll() throws InterruptedException {
        long endNanos = System.nanoTime() + FAREWELL.toNanos();
        while (!container.getOpenSessions().isEmpty() && System.nanoTime() < endNanos) {
            Thread.sleep(LOOK);
        }
        container.getOpenSessions().forEach(Session::disconnect);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!asksForWebSocket(request)) {
            return super.handle(request, response, callback);
        }
        Optional<Problem> refusal =
                pages.webSocket(
                        request.getHeaders().get(HttpHeader.ORIGIN),
                        request.getHeaders().get(HttpHeader.HOST));
        if (refusal.isPresent()) {
            JettyProblems.write(refusal.get(), request, response, callback);
            return true;
        }
        Optional<WebSocketUpgrade> upgrade =
                WebSocketUpgrade.of(read(request), access.protocols(), access.limits());
        if (upgrade.isEmpty()) {
            JettyProblems.write(
                    Problem.of(400, "None of the WebSocket sub-protocols offered is spoken here."),
                    request,
                    response,
                    callback);
            return true;
        }
        show(upgrade.get(), decided -> answer(decided, request, response, callback));
        return true;
    }

    private void show(WebSocketUpgrade upgrade, Consumer<UpgradeDecision> answer) {
        CompletableFuture<UpgradeDecision> decision = upgrade.decision();
        decision.completeOnTimeout(
                new UpgradeDecision.Rejected(503, "Nobody decided in time."),
                DECISION_SECONDS,
                TimeUnit.SECONDS);
        var _ = decision.thenAcceptAsync(answer, getServer().getThreadPool());
        try {
            access.acceptor().incoming(upgrade);
        } catch (RuntimeException e) {
            log.error("an acceptor failed", e);
            decision.complete(new UpgradeDecision.Rejected(500, "The gateway failed at this."));
        }
    }

    private static boolean asksForWebSocket(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    private static UpgradeRequest read(Request request) {
        List<String> offered =
                request.getHeaders().getFields(SUBPROTOCOLS).stream()
                        .map(HttpField::getValueList)
                        .flatMap(List::stream)
                        .toList();
        return new UpgradeRequest(
                request.getHttpURI().getPathQuery(),
                host(request),
                offered,
                (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress());
    }

    private static @Nullable String host(Request request) {
        return request.getHeaders().contains(HttpHeader.HOST)
                ? Request.getServerName(request)
                : null;
    }

    private void answer(
            UpgradeDecision decision, Request request, Response response, Callback callback) {
        switch (decision) {
            case UpgradeDecision.Rejected rejected ->
                    JettyProblems.write(
                            Refusals.access(
                                    rejected.httpStatus(), rejected.reason(), showsToken(request)),
                            request,
                            response,
                            callback);
            case UpgradeDecision.Accepted accepted ->
                    upgrade(accepted, request, response, callback);
        }
    }

    /// Whether the URL holds a token, as MoQ clients show it.
    private static boolean showsToken(Request request) {
        String query = request.getHttpURI().getQuery();
        return query != null
                && Arrays.stream(query.split("&", -1))
                        .anyMatch(pair -> pair.startsWith("jwt=") && pair.length() > 4);
    }

    private void upgrade(
            UpgradeDecision.Accepted accepted,
            Request request,
            Response response,
            Callback callback) {
        ServerWebSocket socket = accepted.socket();
        try {
            boolean upgraded =
                    container.upgrade(
                            (asked, answer, created) -> {
                                answer.setAcceptedSubProtocol(accepted.subprotocol());
                                // Media does not become smaller by compression.
                                answer.setExtensions(List.of());
                                return new WebSocketEndpoint(socket);
                            },
                            request,
                            response,
                            callback);
            if (!upgraded) {
                socket.closed("not a whole WebSocket handshake");
                JettyProblems.write(
                        Problem.of(400, "This is no WebSocket handshake."),
                        request,
                        response,
                        callback);
            }
        } catch (RuntimeException e) {
            log.debug("a WebSocket upgrade failed", e);
            socket.closed("the upgrade failed");
            Response.writeError(request, response, callback, e);
        }
    }
}
