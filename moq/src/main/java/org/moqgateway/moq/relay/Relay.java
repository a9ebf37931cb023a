package org.moqgateway.moq.relay;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.session.MoqServer;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.wire.MoqVersion;

/// A relay: broadcasts that come in by one session or link go out by all others that want them,
/// asked for once however many want them. Any thread.
///
/// Several relays that hold links to each other are a cluster. Each passes on what it hears with
/// itself added to the hop list, refuses what came through it already, and takes the best route of
/// those it knows; when that one fails, the next best takes over at a group boundary.
public final class Relay implements AutoCloseable {
    private final RelayConfig config;
    private final MoqServer server;
    private final SessionMetrics metrics = new SessionMetrics();
    private final Map<String, Kept> links = new LinkedHashMap<>();
    private @Nullable NodeDirectory directory;
    private boolean closed;

    /// A link, and whether it is kept because its node announced itself and for nothing else.
    private record Kept(RelayLink link, boolean discovered) {}

    /// A relay without links.
    public Relay(RelayConfig config) {
        this.config = config;
        this.server =
                new MoqServer(config.origin(), config.authorizer(), config.sessions(), metrics);
    }

    /// What it relays.
    public Origin origin() {
        return config.origin();
    }

    /// Who takes the clients that come in, whatever carries them.
    public SessionAcceptor acceptor() {
        return server;
    }

    /// Where its sessions are counted.
    public SessionMetrics metrics() {
        return metrics;
    }

    /// The sessions of clients that came in.
    public Collection<MoqSession> sessions() {
        return server.sessions();
    }

    /// The sessions of the links that are up.
    public synchronized List<MoqSession> linkSessions() {
        return links.values().stream().flatMap(kept -> kept.link().session().stream()).toList();
    }

    /// Keeps a link to another relay up until this one is closed. A relay that is linked already
    /// is not linked twice.
    ///
    /// @return the link, new or not
    public RelayLink link(LinkTarget target) {
        return keep(target, false);
    }

    private synchronized RelayLink keep(LinkTarget target, boolean discovered) {
        Kept known = links.get(target.name());
        if (known != null) {
            links.put(target.name(), new Kept(known.link(), known.discovered() && discovered));
            return known.link();
        }
        RelayLink link = new RelayLink(target, config, metrics);
        links.put(target.name(), new Kept(link, discovered));
        if (closed) {
            link.close();
        } else {
            link.start();
        }
        return link;
    }

    private void drop(LinkTarget target) {
        RelayLink ending;
        synchronized (this) {
            Kept known = links.get(target.name());
            if (known == null || !known.discovered()) {
                return;
            }
            links.remove(target.name());
            ending = known.link();
        }
        ending.close();
    }

    /// Announces this relay to its cluster under its own URL, and links those that announce
    /// theirs, until they have not for a minute.
    ///
    /// @param node the URL that the others reach this one by
    /// @param token shown to them, null for none
    public void join(URI node, @Nullable String token) {
        join(node, token, Relay::later);
    }

    synchronized void join(URI node, @Nullable String token, NodeDirectory.Later later) {
        if (directory == null && !closed) {
            directory = NodeDirectory.open(config.origin(), node, new Dialled(token), later);
        }
    }

    private static void later(Duration delay, Runnable action) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(action);
    }

    private final class Dialled implements NodeDirectory.Nodes {
        private final @Nullable String token;

        Dialled(@Nullable String token) {
            this.token = token;
        }

        @Override
        public void joined(URI node) {
            RelayLink unused = keep(LinkTarget.node(node, token), true);
        }

        @Override
        public void left(URI node) {
            drop(LinkTarget.node(node, token));
        }
    }

    /// How every link is doing, in the order they were made.
    public synchronized List<LinkStatus> links() {
        return links.values().stream().map(kept -> kept.link().status()).toList();
    }

    /// Asks every client to go elsewhere (GOAWAY) and lets nobody else in.
    ///
    /// @param uri where to; empty for the same place again
    /// @return completed when all have gone whose version has words for it
    public CompletableFuture<Void> drain(String uri) {
        server.goaway(uri);
        return CompletableFuture.allOf(
                server.sessions().stream()
                        .filter(session -> hasGoaway(session.protocol()))
                        .map(MoqSession::closed)
                        .toArray(CompletableFuture<?>[]::new));
    }

    private static boolean hasGoaway(String protocol) {
        return MoqVersion.of(protocol).map(MoqVersion::hasGoaway).orElse(false);
    }

    /// Ends every session and every link.
    @Override
    public void close() {
        List<RelayLink> ending;
        NodeDirectory leaving;
        synchronized (this) {
            closed = true;
            ending = links.values().stream().map(Kept::link).toList();
            leaving = directory;
            directory = null;
        }
        if (leaving != null) {
            leaving.close();
        }
        ending.forEach(RelayLink::close);
        server.close();
    }
}
