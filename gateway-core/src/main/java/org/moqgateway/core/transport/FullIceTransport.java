package org.moqgateway.core.transport;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.IceAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.ice.PeerCandidate;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.HostAddresses;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpPath;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.turn.TurnTransport;
import org.moqgateway.core.turn.TurnUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Full ICE over sockets of this host and whatever relays there are: the control-plane half, which
/// gathers and takes the peer's candidates in; [IceEngine] is the other.
final class FullIceTransport implements IceTransport, IceEngine.Events {

    private static final Logger LOG = LoggerFactory.getLogger(FullIceTransport.class);
    private static final int MOST_HOSTS = 16;
    private static final int MOST_SERVERS = 8;
    private static final int MOST_NAMES = 8;
    private static final int BEST_PREFERENCE = 65_535;
    private static final int MOST_PREFERENCES = 16_384;
    private static final int CONNECTION_PREFERENCE = 8_192;
    private static final long MOST_PRIORITY = 0x7fff_ffffL;

    /// A peer whose candidates are all refused may still find us by itself.
    private static final long FORBIDDEN_NANOS = 3_000_000_000L;

    private final MediaLoops loops;
    private final MediaLoop loop;
    private final IceTransportSettings settings;
    private final TransportParts parts;
    private final CandidatePolicy policy;
    private final IceEngine engine;
    private final LocalCandidates candidates = new LocalCandidates();
    private final Pending gathering = new Pending();
    private final Pending resolving = new Pending();
    private final AtomicInteger takenSix = new AtomicInteger();
    private final AtomicInteger takenFour = new AtomicInteger();
    private final AtomicBoolean sixAsked = new AtomicBoolean();
    private final AtomicInteger names = new AtomicInteger();
    private final PeerConnections connections = new PeerConnections();
    private final Map<LocalPath, DatagramPath> paths = new LinkedHashMap<>();
    private final Set<InetAddress> hosts = new HashSet<>();
    private Set<InetAddress> present = Set.of();
    private final Map<String, IceServer> servers = new LinkedHashMap<>();
    private final Set<Ask> asking = new HashSet<>();
    private final Map<LocalPath, Relay> relays = new HashMap<>();
    private final Map<InetSocketAddress, String> stunServers = new ConcurrentHashMap<>();
    private final Set<Effort> efforts = new HashSet<>();
    private boolean givingUp;
    private int preferences;
    private boolean closed;
    private final AtomicReference<IceCredentials> local =
            new AtomicReference<>(IceCredentials.random());
    private volatile @Nullable Consumer<Candidate> onCandidate;
    private @Nullable Runnable onDoubt;
    private boolean doubted;

    /// What a server is asked for.
    private record Ask(String url, StandardProtocolFamily family) {}

    /// Where a relayed path comes from.
    ///
    /// @param base the address of this host that the link to the server goes by
    private record Relay(Ask ask, InetAddress base) {}

    FullIceTransport(MediaLoops loops, IceTransportSettings settings, TransportParts parts) {
        this.loops = loops;
        this.loop = loops.next();
        this.settings = settings;
        this.parts = parts;
        this.policy = new CandidatePolicy(settings.loopbackAllowed());
        IceAgent agent = new IceAgent(local.get(), parts.timings(), parts.random().nextLong());
        this.engine = new IceEngine(loop, agent, policy, parts.random().nextLong(), this);
    }

    /// Opens the sockets and begins to gather.
    ///
    /// @throws IOException when there is no way out at all
    void open(List<InetAddress> addresses) throws IOException {
        synchronized (this) {
            present = Set.copyOf(addresses);
        }
        openHosts(addresses);
        synchronized (this) {
            if (paths.isEmpty() && !settings.relayOnly()) {
                throw new IOException("no UDP socket on any address of this host");
            }
        }
        List<InetAddress> known = settled(addresses) ? addresses : List.of();
        effort().by(parts.hosts().watch(known, this::hostsChanged));
        addServers(settings.servers());
    }

    private boolean wanted(InetAddress address) {
        return !settings.relayOnly()
                && (!address.isLoopbackAddress() || settings.loopbackAllowed());
    }

    /// @return whether any was new
    private boolean openHosts(List<InetAddress> addresses) {
        boolean opened = false;
        for (InetAddress address : HostAddresses.inTurn(addresses)) {
            if (wanted(address)) {
                opened |= openHost(address);
            }
        }
        return opened;
    }

    /// Whether there is a socket on each address that may have one: an address that was assigned
    /// just now cannot be bound for a moment.
    private synchronized boolean settled(List<InetAddress> addresses) {
        return closed
                || hosts.size() >= MOST_HOSTS
                || addresses.stream().filter(this::wanted).allMatch(hosts::contains);
    }

    private boolean openHost(InetAddress address) {
        synchronized (this) {
            if (closed || hosts.size() >= MOST_HOSTS || !hosts.add(address)) {
                return false;
            }
        }
        try {
            DatagramPath path = UdpPath.open(loops, loop, address, engine);
            int preference;
            synchronized (this) {
                preference = preference();
            }
            LocalPath known =
                    LocalPath.datagrams(path.localAddress(), CandidateType.HOST, preference);
            add(known, path, true);
            return true;
        } catch (IOException e) {
            LOG.debug("no socket on {}", address, e);
            synchronized (this) {
                hosts.remove(address);
            }
            return false;
        }
    }

    /// What was found first is preferred.
    private synchronized int preference() {
        return BEST_PREFERENCE - preferences++ % MOST_PREFERENCES;
    }

    /// How much less a relay is preferred whose link costs more and waits for what was lost.
    private static int lower(TurnTransport transport) {
        return switch (transport) {
            case UDP -> 0;
            case TCP -> MOST_PREFERENCES;
            case TLS -> 2 * MOST_PREFERENCES;
        };
    }

    /// Adds a path of any kind.
    ///
    /// @param told whether the peer may be told of it
    private void add(LocalPath known, DatagramPath path, boolean told) {
        synchronized (this) {
            if (closed) {
                path.close();
                return;
            }
            paths.put(known, path);
        }
        onLoop(() -> engine.addPath(known, path));
        if (told) {
            tell(candidates.ofPath(known));
        }
        for (InetSocketAddress server : stunServers.keySet()) {
            query(server, List.of(known));
        }
    }

    private void tell(@Nullable Candidate candidate) {
        Consumer<Candidate> listener = onCandidate;
        if (candidate != null && listener != null) {
            onLoop(() -> listener.accept(candidate));
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public IceParameters local() {
        return parameters(local.get());
    }

    private static IceParameters parameters(IceCredentials ours) {
        return new IceParameters(ours.ufrag(), ours.password());
    }

    @Override
    public List<Candidate> candidates() {
        return candidates.all();
    }

    @Override
    public boolean awaitGathered(Duration atMost) throws InterruptedException {
        return gathering.await(atMost);
    }

    @Override
    public void onCandidate(Consumer<Candidate> listener) {
        onCandidate = listener;
    }

    @Override
    public void addServers(List<IceServer> more) {
        for (IceServer server : more) {
            synchronized (this) {
                boolean room = servers.size() < MOST_SERVERS || servers.containsKey(server.url());
                if (closed || !room || server.equals(servers.put(server.url(), server))) {
                    continue;
                }
            }
            begin(server);
        }
    }

    private void begin(IceServer server) {
        if (TurnUri.names(server.url())) {
            relay(server, INET);
        } else if (!settings.relayOnly() && !stunServers.containsValue(server.url())) {
            StunUri.parse(server.url()).ifPresent(uri -> resolve(server.url(), uri));
        }
    }

    /// Asks a TURN server, unless it is being asked or what it gave is good still.
    private void relay(IceServer server, StandardProtocolFamily family) {
        Ask ask = new Ask(server.url(), family);
        synchronized (this) {
            if (closed || relayed(ask) || !asking.add(ask)) {
                return;
            }
        }
        gathering.begin();
        Effort effort = effort();
        RelayGathering.Request request =
                new RelayGathering.Request(
                        loop,
                        family,
                        policy::allows,
                        engine,
                        found -> relayed(ask, found),
                        why -> {
                            LOG.debug("{}: {}", ask, why.isEmpty() ? "done" : why);
                            over(effort);
                            asked(server, ask);
                        });
        effort.by(parts.relays().gather(request, server));
    }

    private synchronized boolean relayed(Ask ask) {
        return relays.entrySet().stream()
                .anyMatch(each -> each.getValue().ask().equals(ask) && !gone(each.getKey()));
    }

    private void relayed(Ask ask, RelayGathering.Found found) {
        DatagramPath path = found.path();
        LocalPath known;
        synchronized (this) {
            int preference = preference() - lower(found.transport());
            known = LocalPath.datagrams(path.localAddress(), CandidateType.RELAYED, preference);
            relays.put(known, new Relay(ask, found.base()));
        }
        add(known, path, true);
    }

    /// A server has said all; it is asked once more if somebody has told better credentials since.
    private void asked(IceServer server, Ask ask) {
        IceServer now;
        synchronized (this) {
            asking.remove(ask);
            now = servers.get(ask.url());
        }
        if (now != null && !now.equals(server)) {
            relay(now, ask.family());
        }
        gathered();
    }

    /// Begins something that ends with the transport, if it is not [#over] before.
    private synchronized Effort effort() {
        Effort effort = new Effort();
        if (closed) {
            effort.cancel();
        } else {
            efforts.add(effort);
        }
        return effort;
    }

    private synchronized void over(Effort effort) {
        efforts.remove(effort);
    }

    private void resolve(String url, StunUri server) {
        gathering.begin();
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (InetAddress address : InetAddress.getAllByName(server.host())) {
                            if (policy.allows(address)) {
                                ask(url, new InetSocketAddress(address, server.port()));
                            }
                        }
                    } catch (UnknownHostException e) {
                        LOG.debug("unknown STUN server {}", server.host());
                    } finally {
                        gathered();
                    }
                });
    }

    private void ask(String url, InetSocketAddress server) {
        if (stunServers.size() < MOST_SERVERS && stunServers.putIfAbsent(server, url) == null) {
            synchronized (this) {
                query(server, List.copyOf(paths.keySet()));
            }
        }
    }

    private void query(InetSocketAddress server, List<LocalPath> over) {
        gathering.begin();
        onLoop(
                () -> {
                    int begun = engine.query(server, over);
                    for (int i = 0; i < begun; i++) {
                        gathering.begin();
                    }
                    gathered();
                });
    }

    private void gathered() {
        gathering.end();
        completed();
    }

    /// Tells the agent whether anything may still come.
    private void completed() {
        boolean complete = gathering.none() && resolving.none();
        onLoop(
                () -> {
                    engine.agent().complete(complete);
                    engine.work();
                });
    }

    @Override
    public void queried(
            LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped) {
        if (mapped != null) {
            tell(candidates.reflexive(path, mapped, server));
        }
        gathered();
    }

    @Override
    public void start(RemoteIce remote) {
        IceParameters theirs = remote.parameters();
        IceCredentials credentials = new IceCredentials(theirs.ufrag(), theirs.password());
        onLoop(
                () -> {
                    engine.agent().start(credentials, peer(remote), loop.nowNanos());
                    engine.work();
                });
        addRemoteCandidates(remote.candidates());
    }

    private static IceAgent.Peer peer(RemoteIce remote) {
        if (remote.lite()) {
            return IceAgent.Peer.LITE;
        }
        return remote.offered() ? IceAgent.Peer.OFFERED : IceAgent.Peer.ANSWERED;
    }

    @Override
    public void addRemoteCandidates(List<Candidate> theirs) {
        resolving.begin();
        for (Candidate candidate : theirs) {
            take(candidate);
        }
        resolved();
    }

    private void resolved() {
        if (takenSix.get() > 0 && takenFour.get() == 0 && !sixAsked.getAndSet(true)) {
            relaySix();
        }
        resolving.end();
        completed();
        if (resolving.none() && noneTaken() && !policy.refused().isEmpty()) {
            giveUpLater();
        }
    }

    private void giveUpLater() {
        synchronized (this) {
            if (givingUp) {
                return;
            }
            givingUp = true;
        }
        Effort effort = effort();
        effort.by(
                loop.schedule(
                        () -> {
                            over(effort);
                            giveUp();
                        },
                        FORBIDDEN_NANOS));
    }

    private boolean noneTaken() {
        return takenFour.get() == 0 && takenSix.get() == 0;
    }

    private void giveUp() {
        synchronized (this) {
            givingUp = false;
        }
        if (noneTaken() && resolving.none()) {
            engine.agent().giveUp("the peer's candidates are all forbidden", engine);
        }
    }

    private void take(Candidate candidate) {
        String transport = candidate.transport().toLowerCase(Locale.ROOT);
        long priority = Math.clamp(candidate.priority(), 1, MOST_PRIORITY);
        if (transport.equals("udp")) {
            InetSocketAddress address = candidate.udpAddress().orElse(null);
            if (address != null) {
                take(address, priority);
            } else if (candidate.component() == 1 && candidate.port() != 0) {
                name(candidate, priority);
            }
        } else if (transport.equals("tcp")) {
            connect(candidate, priority);
        }
    }

    private void take(InetSocketAddress address, long priority) {
        if (policy.takes(address.getAddress())) {
            add(new PeerCandidate(address, priority, false));
        }
    }

    /// Other names than those of multicast DNS are nobody's business (RFC 8839 §5.1); nor are those
    /// where this host's network is not to hear of us.
    private void name(Candidate candidate, long priority) {
        String name = candidate.address().toLowerCase(Locale.ROOT);
        if (settings.relayOnly()
                || !name.endsWith(".local")
                || names.incrementAndGet() > MOST_NAMES) {
            return;
        }
        resolving.begin();
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (InetAddress address : parts.names().resolve(name)) {
                            take(new InetSocketAddress(address, candidate.port()), priority);
                        }
                    } finally {
                        resolved();
                    }
                });
    }

    private void connect(Candidate candidate, long priority) {
        int type = candidate.extensions().indexOf("tcptype");
        boolean passive =
                type >= 0
                        && type + 1 < candidate.extensions().size()
                        && candidate.extensions().get(type + 1).equals("passive");
        InetSocketAddress peer = candidate.literalAddress().orElse(null);
        if (!passive
                || peer == null
                || candidate.component() != 1
                || settings.relayOnly()
                || !policy.takesConnection(peer)) {
            return;
        }
        switch (connections.offered(peer, priority)) {
            case LEFT -> {}
            case STANDS -> add(new PeerCandidate(peer, priority, true));
            case OPEN -> connect(peer);
        }
    }

    private void connect(InetSocketAddress peer) {
        resolving.begin();
        Effort effort = effort();
        RelayGathering.Request request =
                new RelayGathering.Request(
                        loop,
                        peer.getAddress() instanceof Inet6Address ? INET6 : INET,
                        policy::allows,
                        engine,
                        found -> connected(found.path(), peer),
                        why -> {
                            LOG.debug("TCP to {}: {}", peer, why.isEmpty() ? "connected" : why);
                            over(effort);
                            connections.ended(peer);
                            resolved();
                        });
        effort.by(parts.relays().connect(request, peer));
    }

    private void connected(DatagramPath path, InetSocketAddress peer) {
        LocalPath known = LocalPath.connection(path.localAddress(), CONNECTION_PREFERENCE, peer);
        add(known, path, false);
        connections.connected(peer, known).ifPresent(this::add);
        engine.retire(connections.superfluous());
    }

    private void add(PeerCandidate candidate) {
        boolean four = candidate.address().getAddress() instanceof Inet4Address;
        (four ? takenFour : takenSix).incrementAndGet();
        onLoop(
                () -> {
                    engine.agent().addRemoteCandidate(candidate);
                    engine.work();
                });
    }

    @Override
    public IceParameters restart() {
        IceCredentials fresh = IceCredentials.random();
        local.set(fresh);
        candidates.clear();
        takenSix.set(0);
        takenFour.set(0);
        sixAsked.set(false);
        names.set(0);
        connections.restart();
        List<LocalPath> known;
        synchronized (this) {
            known = paths.keySet().stream().filter(path -> !gone(path)).toList();
        }
        onLoop(
                () -> {
                    engine.agent().restart(fresh, loop.nowNanos());
                    engine.work();
                });
        for (LocalPath path : known) {
            if (!path.isConnection()) {
                tell(candidates.ofPath(path));
            }
        }
        stunServers.keySet().forEach(server -> query(server, known));
        askAgain();
        return parameters(fresh);
    }

    @Override
    public void abandonRestart() {
        onLoop(
                () -> {
                    engine.agent().abandonRestart(engine);
                    engine.work();
                });
    }

    /// Another restart may have begun meanwhile: then its credentials stay.
    @Override
    public void abandoned(IceCredentials ours) {
        local.compareAndSet(ours, engine.agent().credentials());
    }

    /// Asks the servers again that have given nothing, or nothing that is good still.
    private void askAgain() {
        servers().forEach(this::begin);
    }

    private synchronized List<IceServer> servers() {
        return List.copyOf(servers.values());
    }

    /// A peer that has nothing but IPv6 is out of reach of the relays there are; servers that have
    /// no such addresses say so, and that is all.
    private void relaySix() {
        servers().stream()
                .filter(server -> TurnUri.names(server.url()))
                .forEach(server -> relay(server, INET6));
    }

    /// Whether the host has lost the address of a path that media may still take.
    private synchronized boolean gone(LocalPath path) {
        Relay relay = relays.get(path);
        InetAddress base = relay == null ? path.address().getAddress() : relay.base();
        return !base.isAnyLocalAddress() && !present.contains(base);
    }

    private boolean hostsChanged(List<InetAddress> addresses) {
        Set<InetAddress> now = new HashSet<>();
        addresses.stream().filter(this::wanted).forEach(now::add);
        List<LocalPath> gone;
        boolean changed;
        synchronized (this) {
            changed = !present.equals(Set.copyOf(addresses));
            present = Set.copyOf(addresses);
            hosts.retainAll(now);
            gone = paths.keySet().stream().filter(this::gone).toList();
        }
        gone.forEach(candidates::remove);
        boolean news = openHosts(addresses) || changed;
        onLoop(
                () -> {
                    // Other changes can wait for the peer to learn of them by the way.
                    if (engine.retire(gone) && news) {
                        doubtful();
                    }
                });
        return settled(addresses);
    }

    @Override
    public void pathLost(LocalPath path) {
        DatagramPath was;
        synchronized (this) {
            was = paths.remove(path);
            relays.remove(path);
        }
        connections.lost(path);
        candidates.remove(path);
        if (was != null) {
            was.close();
        }
    }

    @Override
    public void doubtful() {
        Runnable listener;
        synchronized (this) {
            listener = onDoubt;
            doubted = listener == null;
        }
        if (listener != null) {
            Thread.startVirtualThread(listener);
        }
    }

    @Override
    public void onDoubt(Runnable listener) {
        boolean early;
        synchronized (this) {
            onDoubt = listener;
            early = doubted;
            doubted = false;
        }
        if (early) {
            Thread.startVirtualThread(listener);
        }
    }

    @Override
    public List<String> refusedCandidates() {
        return policy.refused();
    }

    @Override
    public IceSide side() {
        return new IceSide.Full();
    }

    @Override
    public void carry(PeerConnection connection) {
        onLoop(() -> engine.carry(connection));
    }

    @Override
    public void close() {
        List<DatagramPath> open;
        List<Effort> running;
        synchronized (this) {
            closed = true;
            open = List.copyOf(paths.values());
            running = List.copyOf(efforts);
            paths.clear();
            efforts.clear();
        }
        onLoop(engine::close);
        running.forEach(Cancellable::cancel);
        open.forEach(DatagramPath::close);
    }
}
