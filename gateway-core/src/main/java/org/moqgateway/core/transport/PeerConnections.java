package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.ice.PeerCandidate;

/// The connections to passive candidates of the peer: at most four are opened for each of its
/// descriptions, and one that stands serves the next description too. Any thread.
final class PeerConnections {
    private static final int MOST = 4;

    private final Map<InetSocketAddress, Connection> all = new LinkedHashMap<>();
    private int opened;

    /// What to do about a candidate.
    enum Verdict {
        /// Nothing.
        LEFT,
        /// There is a connection to it.
        STANDS,
        /// A connection is to be opened.
        OPEN
    }

    private static final class Connection {
        private long priority;
        private boolean wanted;
        private @Nullable LocalPath path;
    }

    /// A candidate of the peer's newest description.
    synchronized Verdict offered(InetSocketAddress peer, long priority) {
        Connection known = all.get(peer);
        if (known == null ? opened == MOST : known.wanted) {
            return Verdict.LEFT;
        }
        Connection connection = known == null ? new Connection() : known;
        connection.wanted = true;
        connection.priority = priority;
        if (known == null) {
            opened++;
            all.put(peer, connection);
            return Verdict.OPEN;
        }
        // The attempt of the description before may be under way still.
        return connection.path == null ? Verdict.LEFT : Verdict.STANDS;
    }

    /// A connection stands.
    ///
    /// @return the candidate, if it belongs to the newest description
    synchronized Optional<PeerCandidate> connected(InetSocketAddress peer, LocalPath path) {
        Connection connection = all.get(peer);
        if (connection == null) {
            return Optional.empty();
        }
        connection.path = path;
        return connection.wanted
                ? Optional.of(new PeerCandidate(peer, connection.priority, true))
                : Optional.empty();
    }

    /// An attempt is over.
    synchronized void ended(InetSocketAddress peer) {
        Connection connection = all.get(peer);
        if (connection != null && connection.path == null) {
            all.remove(peer);
        }
    }

    /// A path is gone.
    synchronized void lost(LocalPath path) {
        all.values().removeIf(connection -> path.equals(connection.path));
    }

    /// Another description is to come.
    synchronized void restart() {
        opened = 0;
        all.values().forEach(connection -> connection.wanted = false);
    }

    /// Those that the newest description has no use for, once there are many.
    synchronized List<LocalPath> superfluous() {
        return all.size() <= MOST
                ? List.of()
                : all.values().stream()
                        .filter(connection -> !connection.wanted)
                        .map(connection -> connection.path)
                        .filter(Objects::nonNull)
                        .toList();
    }
}
