package org.moqgateway.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.HostAddresses;
import org.moqgateway.core.net.UdpPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket on each address of this host that peers may be told of, as addresses come and go.
final class HostPaths {
    private static final Logger LOG = LoggerFactory.getLogger(HostPaths.class);
    private static final int MOST = 16;

    private final TransportContext context;
    private final TransportPaths paths;
    private final LocalCandidates candidates;
    private final Consumer<LocalPath> opened;
    private final Runnable stranded;
    private final Set<InetAddress> hosts = new HashSet<>();

    /// @param opened told of each path
    /// @param stranded run on the loop when the selected path goes by an address that is gone
    HostPaths(
            TransportContext context,
            TransportPaths paths,
            LocalCandidates candidates,
            Consumer<LocalPath> opened,
            Runnable stranded) {
        this.context = context;
        this.paths = paths;
        this.candidates = candidates;
        this.opened = opened;
        this.stranded = stranded;
    }

    /// Opens the first sockets, and goes on to watch the host. Once.
    ///
    /// @throws IOException when there is no way out at all
    void open(List<InetAddress> addresses) throws IOException {
        boolean unused = paths.present(addresses);
        openAll(addresses);
        if (paths.isEmpty() && !context.settings().relayOnly()) {
            throw new IOException("no UDP socket on any address of this host");
        }
        List<InetAddress> known = settled(addresses) ? addresses : List.of();
        paths.effort().by(context.parts().hosts().watch(known, this::changed));
    }

    private boolean wanted(InetAddress address) {
        IceTransportSettings settings = context.settings();
        return !settings.relayOnly()
                && (!address.isLoopbackAddress() || settings.loopbackAllowed());
    }

    /// @return whether any was new
    private boolean openAll(List<InetAddress> addresses) {
        boolean news = false;
        for (InetAddress address : HostAddresses.inTurn(addresses)) {
            if (wanted(address)) {
                news |= open(address);
            }
        }
        return news;
    }

    private boolean open(InetAddress address) {
        synchronized (this) {
            if (paths.closed() || hosts.size() >= MOST || !hosts.add(address)) {
                return false;
            }
        }
        try {
            DatagramPath path =
                    UdpPath.open(context.loops(), context.loop(), address, context.engine());
            LocalPath known =
                    LocalPath.datagrams(
                            path.localAddress(), CandidateType.HOST, paths.preference(0));
            if (paths.add(known, path, address)) {
                paths.tell(known);
                opened.accept(known);
            }
            return true;
        } catch (IOException e) {
            LOG.debug("no socket on {}", address, e);
            synchronized (this) {
                hosts.remove(address);
            }
            return false;
        }
    }

    /// Whether there is a socket on each address that may have one: an address that was assigned
    /// just now cannot be bound for a moment.
    private synchronized boolean settled(List<InetAddress> addresses) {
        return paths.closed()
                || hosts.size() >= MOST
                || addresses.stream().filter(this::wanted).allMatch(hosts::contains);
    }

    private boolean changed(List<InetAddress> addresses) {
        boolean changed = paths.present(addresses);
        synchronized (this) {
            hosts.retainAll(Set.copyOf(addresses));
        }
        List<LocalPath> gone = paths.gone();
        gone.forEach(candidates::remove);
        boolean news = openAll(addresses) || changed;
        IceEngine engine = context.engine();
        engine.onLoop(
                () -> {
                    // Other changes can wait for the peer to learn of them by the way.
                    if (engine.retire(gone) && news) {
                        stranded.run();
                    }
                });
        return settled(addresses);
    }
}
