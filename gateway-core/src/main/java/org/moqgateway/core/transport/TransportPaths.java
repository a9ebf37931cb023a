package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.sdp.Candidate;

/// The paths of one transport, whether this host still has the addresses they go by, and what is
/// under way to find more. Any thread; it calls nobody who calls back while it holds its lock.
final class TransportPaths {
    private static final int BEST_PREFERENCE = 65_535;
    private static final int MOST_PREFERENCES = 16_384;

    private final IceEngine engine;
    private final LocalCandidates candidates;
    private final Consumer<Candidate> found;
    private final Map<LocalPath, Way> ways = new LinkedHashMap<>();
    private final Set<Effort> efforts = new HashSet<>();
    private Set<InetAddress> present = Set.of();
    private int preferences;
    private boolean closed;

    /// @param base the address of this host that it goes by
    private record Way(DatagramPath path, InetAddress base) {}

    /// @param candidates those of the paths
    /// @param found told of each candidate that the peer may learn of
    TransportPaths(IceEngine engine, LocalCandidates candidates, Consumer<Candidate> found) {
        this.engine = engine;
        this.candidates = candidates;
        this.found = found;
    }

    synchronized boolean closed() {
        return closed;
    }

    synchronized boolean isEmpty() {
        return ways.isEmpty();
    }

    /// A local preference: what was found first is preferred.
    ///
    /// @param band 0 to 2, greater is preferred less
    synchronized int preference(int band) {
        return BEST_PREFERENCE - band * MOST_PREFERENCES - preferences++ % MOST_PREFERENCES;
    }

    /// Adds a path of any kind, which is closed at once if the transport is.
    ///
    /// @param base the address of this host that it goes by
    /// @return whether it was added
    boolean add(LocalPath known, DatagramPath path, InetAddress base) {
        synchronized (this) {
            if (closed) {
                path.close();
                return false;
            }
            ways.put(known, new Way(path, base));
        }
        engine.onLoop(() -> engine.addPath(known, path));
        return true;
    }

    /// Tells the peer of a path, unless it knows or the path is no more. One that is lost from
    /// here on is withdrawn after this.
    void tell(LocalPath known) {
        Candidate candidate;
        synchronized (this) {
            candidate = ways.containsKey(known) ? candidates.ofPath(known) : null;
        }
        if (candidate != null) {
            found.accept(candidate);
        }
    }

    /// A path is no more.
    void lost(LocalPath known) {
        Way was;
        synchronized (this) {
            was = ways.remove(known);
        }
        candidates.remove(known);
        if (was != null) {
            was.path.close();
        }
    }

    /// This host has these addresses and no others.
    ///
    /// @return whether that is news
    synchronized boolean present(List<InetAddress> addresses) {
        Set<InetAddress> before = present;
        present = Set.copyOf(addresses);
        return !present.equals(before);
    }

    /// Those whose address this host has lost; media may still take them.
    synchronized List<LocalPath> gone() {
        return ways.keySet().stream().filter(known -> !good(known)).toList();
    }

    /// Those whose address this host has.
    synchronized List<LocalPath> good() {
        return ways.keySet().stream().filter(this::good).toList();
    }

    synchronized List<LocalPath> all() {
        return List.copyOf(ways.keySet());
    }

    /// Whether a path is there, and this host has its address.
    synchronized boolean good(LocalPath known) {
        Way way = ways.get(known);
        return way != null && (way.base.isAnyLocalAddress() || present.contains(way.base));
    }

    /// Begins something that ends with the transport, if it is not [#over] before.
    synchronized Effort effort() {
        Effort effort = new Effort();
        if (closed) {
            effort.cancel();
        } else {
            efforts.add(effort);
        }
        return effort;
    }

    synchronized void over(Effort effort) {
        efforts.remove(effort);
    }

    /// Gives up what is under way, and closes every path.
    void close() {
        List<Way> open;
        List<Effort> running;
        synchronized (this) {
            closed = true;
            open = List.copyOf(ways.values());
            running = List.copyOf(efforts);
            ways.clear();
            efforts.clear();
        }
        running.forEach(Cancellable::cancel);
        open.forEach(way -> way.path.close());
    }
}
