package org.moqgateway.moq.relay;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The nodes of a cluster as they announce themselves: an empty broadcast below `.internal/origins`
/// whose name is the node's URL. Of two nodes the one whose URL sorts first dials the other, so
/// that a pair holds one link and not two.
final class NodeDirectory implements AutoCloseable {
    /// Where nodes announce themselves; upstream's relays look here too.
    static final String PREFIX = ".internal/origins/";

    /// So many others are dialled at most, whoever announces how many.
    static final int MOST_NODES = 64;

    /// A link outlives the announcement for so long: the node may only have lost its route to us.
    static final Duration GRACE = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(NodeDirectory.class);

    /// Hears of the nodes that are ours to dial; any thread.
    interface Nodes {
        /// A node announced itself.
        void joined(URI node);

        /// A node has not been announced for [#GRACE].
        void left(URI node);
    }

    /// Runs something later, on any thread.
    @FunctionalInterface
    interface Later {
        /// Returns at once.
        void run(Duration delay, Runnable action);
    }

    /// A node as it is known: it may stand in several announcements, which differ in spelling.
    private static final class Known {
        final Set<String> paths = new HashSet<>();

        /// How often it has lost its last announcement.
        long losses;
    }

    private final String self;
    private final Nodes nodes;
    private final Later later;
    private final Map<URI, Known> known = new HashMap<>();
    private final BroadcastProducer announcement;
    private final Origin.Registration registration;
    private boolean full;
    private boolean closed;

    private NodeDirectory(Origin origin, String self, Nodes nodes, Later later) {
        this.self = self;
        this.nodes = nodes;
        this.later = later;
        this.announcement = origin.createBroadcast(PREFIX + self);
        this.registration = origin.listen(new Listener());
    }

    /// Announces a node and looks for others.
    static NodeDirectory open(Origin origin, URI node, Nodes nodes, Later later) {
        return new NodeDirectory(origin, canonical(node), nodes, later);
    }

    @Override
    public void close() {
        synchronized (known) {
            closed = true;
        }
        registration.close();
        announcement.finish();
    }

    /// The URL that a path below the prefix names; paths know no double slash.
    ///
    /// @return empty when it is not one of HTTP with a host and, maybe, a port
    static Optional<URI> node(String path) {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String text = path.substring(PREFIX.length()).replaceFirst("^(https?):/+", "$1://");
        try {
            URI uri = URI.create(text.contains("://") ? text : "https://" + text);
            return dialable(uri) ? Optional.of(URI.create(canonical(uri))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean dialable(URI uri) {
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        boolean port = uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65535);
        return web && port && uri.getHost() != null && uri.getRawUserInfo() == null;
    }

    private static String canonical(URI node) {
        String path =
                node.getRawPath() == null || node.getRawPath().isEmpty() ? "/" : node.getRawPath();
        return node.getScheme() + "://" + node.getRawAuthority() + path;
    }

    private Optional<URI> oursToDial(String path) {
        return node(path).filter(node -> node.toString().compareTo(self) > 0);
    }

    private void announced(URI node, String path) {
        boolean fresh;
        synchronized (known) {
            Known entry = known.get(node);
            fresh = entry == null;
            if (entry == null) {
                if (known.size() >= MOST_NODES) {
                    tooMany();
                    return;
                }
                entry = new Known();
                known.put(node, entry);
            }
            entry.paths.add(path);
        }
        if (fresh) {
            log.info("node {} joined the cluster", node);
            nodes.joined(node);
        }
    }

    private void tooMany() {
        if (!full) {
            full = true;
            log.warn("more than {} nodes announce themselves; the others are ignored", MOST_NODES);
        }
    }

    private void unannounced(URI node, String path) {
        long loss;
        synchronized (known) {
            Known entry = known.get(node);
            if (entry == null || !entry.paths.remove(path) || !entry.paths.isEmpty()) {
                return;
            }
            loss = ++entry.losses;
        }
        later.run(GRACE, () -> forget(node, loss));
    }

    private void forget(URI node, long loss) {
        synchronized (known) {
            Known entry = known.get(node);
            if (closed || entry == null || entry.losses != loss || !entry.paths.isEmpty()) {
                return;
            }
            known.remove(node);
        }
        log.info("node {} left the cluster", node);
        nodes.left(node);
    }

    private final class Listener implements AnnounceListener {
        @Override
        public void announced(String path, Route route) {
            oursToDial(path).ifPresent(node -> NodeDirectory.this.announced(node, path));
        }

        @Override
        public void unannounced(String path) {
            oursToDial(path).ifPresent(node -> NodeDirectory.this.unannounced(node, path));
        }
    }
}
