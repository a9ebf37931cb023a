package org.moqgateway.core.transport;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.ice.PeerCandidate;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.sdp.Candidate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the peer's candidates in: checks them against the policy, finds what hides behind names,
/// connects to what wants a connection. Any thread.
final class RemoteCandidates {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCandidates.class);
    private static final int MOST_NAMES = 8;
    private static final int CONNECTION_PREFERENCE = 8_192;
    private static final long MOST_PRIORITY = 0x7fff_ffffL;

    /// A peer whose candidates are all refused may still find us by itself.
    private static final long FORBIDDEN_NANOS = 3_000_000_000L;

    private final TransportContext context;
    private final TransportPaths paths;
    private final Runnable onlySix;
    private final Runnable progress;
    private final Pending pending = new Pending();
    private final AtomicInteger takenSix = new AtomicInteger();
    private final AtomicInteger takenFour = new AtomicInteger();
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicBoolean sixTold = new AtomicBoolean();
    private final AtomicBoolean givingUp = new AtomicBoolean();
    private final PeerConnections connections = new PeerConnections();

    /// @param onlySix run once for each description of the peer whose candidates are all of IPv6
    /// @param progress run whenever something that was pending is over
    RemoteCandidates(
            TransportContext context, TransportPaths paths, Runnable onlySix, Runnable progress) {
        this.context = context;
        this.paths = paths;
        this.onlySix = onlySix;
        this.progress = progress;
    }

    /// Whether nothing is pending.
    boolean none() {
        return pending.none();
    }

    /// Another description is to come.
    void restart() {
        takenSix.set(0);
        takenFour.set(0);
        sixTold.set(false);
        names.set(0);
        connections.restart();
    }

    /// Takes some of the newest description.
    void add(List<Candidate> theirs) {
        pending.begin();
        theirs.forEach(this::take);
        ended();
    }

    private void ended() {
        if (takenSix.get() > 0 && takenFour.get() == 0 && !sixTold.getAndSet(true)) {
            onlySix.run();
        }
        pending.end();
        progress.run();
        if (allForbidden() && !context.policy().refused().isEmpty()) {
            giveUpLater();
        }
    }

    private boolean allForbidden() {
        return pending.none() && takenFour.get() == 0 && takenSix.get() == 0;
    }

    private void giveUpLater() {
        if (givingUp.getAndSet(true)) {
            return;
        }
        Effort effort = paths.effort();
        effort.by(
                context.loop()
                        .schedule(
                                () -> {
                                    paths.over(effort);
                                    giveUp();
                                },
                                FORBIDDEN_NANOS));
    }

    private void giveUp() {
        givingUp.set(false);
        if (allForbidden()) {
            IceEngine engine = context.engine();
            engine.agent().giveUp("the peer's candidates are all forbidden", engine);
        }
    }

    private void take(Candidate candidate) {
        String transport = candidate.transport().toLowerCase(Locale.ROOT);
        long priority = Math.clamp(candidate.priority(), 1, MOST_PRIORITY);
        if (candidate.component() != 1) {
            return;
        }
        InetSocketAddress address = candidate.literalAddress().orElse(null);
        if (transport.equals("udp") && address != null) {
            take(address, priority);
        } else if (transport.equals("udp") && candidate.port() != 0) {
            name(candidate, priority);
        } else if (transport.equals("tcp") && address != null && passive(candidate)) {
            connect(address, priority);
        }
    }

    private void take(InetSocketAddress address, long priority) {
        if (context.policy().takes(address.getAddress())) {
            add(new PeerCandidate(address, priority, false));
        }
    }

    private void add(PeerCandidate candidate) {
        boolean four = candidate.address().getAddress() instanceof Inet4Address;
        (four ? takenFour : takenSix).incrementAndGet();
        IceEngine engine = context.engine();
        engine.onLoop(
                () -> {
                    engine.agent().addRemoteCandidate(candidate);
                    engine.work();
                });
    }

    /// Other names than those of multicast DNS are nobody's business (RFC 8839 §5.1). Where only
    /// relays may be used, the network of this host is not to hear of any.
    private void name(Candidate candidate, long priority) {
        String name = candidate.address().toLowerCase(Locale.ROOT);
        if (context.settings().relayOnly()
                || !name.endsWith(".local")
                || names.incrementAndGet() > MOST_NAMES) {
            return;
        }
        pending.begin();
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (InetAddress address : context.parts().names().resolve(name)) {
                            take(new InetSocketAddress(address, candidate.port()), priority);
                        }
                    } finally {
                        ended();
                    }
                });
    }

    /// Whether the peer waits for connections there (RFC 6544 §4.5).
    private static boolean passive(Candidate candidate) {
        List<String> words = candidate.extensions();
        int type = words.indexOf("tcptype");
        return type >= 0 && type + 1 < words.size() && words.get(type + 1).equals("passive");
    }

    private void connect(InetSocketAddress peer, long priority) {
        if (context.settings().relayOnly() || !context.policy().takesConnection(peer)) {
            return;
        }
        switch (connections.offered(peer, priority)) {
            case LEFT -> {}
            case STANDS -> add(new PeerCandidate(peer, priority, true));
            case OPEN -> connect(peer);
        }
    }

    private void connect(InetSocketAddress peer) {
        pending.begin();
        Effort effort = paths.effort();
        RelayGathering.Request request =
                new RelayGathering.Request(
                        context.loop(),
                        peer.getAddress() instanceof Inet6Address ? INET6 : INET,
                        context.policy()::allows,
                        context.engine(),
                        found -> connected(found.path(), peer),
                        why -> {
                            LOG.debug("TCP to {}: {}", peer, why.isEmpty() ? "connected" : why);
                            paths.over(effort);
                            connections.ended(peer);
                            ended();
                        });
        effort.by(context.parts().relays().connect(request, peer));
    }

    private void connected(DatagramPath path, InetSocketAddress peer) {
        InetSocketAddress ours = path.localAddress();
        LocalPath known = LocalPath.connection(ours, CONNECTION_PREFERENCE, peer);
        if (paths.add(known, path, ours.getAddress())) {
            connections.connected(peer, known).ifPresent(this::add);
            boolean unused = context.engine().retire(connections.superfluous());
        }
    }

    /// A path is no more.
    void lost(LocalPath known) {
        connections.lost(known);
    }
}
