package org.moqgateway.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpPath;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Full ICE over sockets of this host and whatever relays there are: the control-plane half, which
/// gathers and takes the peer's candidates in; [IceEngine] is the other.
final class FullIceTransport implements IceTransport, IceEngine.Events {

    private static final Logger LOG = LoggerFactory.getLogger(FullIceTransport.class);
    private static final int MOST_HOSTS = 16;
    private static final int MOST_SERVERS = 8;
    private static final int MOST_NAMES = 8;
    private static final int MOST_CONNECTIONS = 4;
    private static final int BEST_PREFERENCE = 65_535;
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
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger names = new AtomicInteger();
    private final Map<LocalPath, DatagramPath> paths = new LinkedHashMap<>();
    private final Set<InetAddress> hosts = new HashSet<>();
    private final Set<String> servers = new LinkedHashSet<>();
    private final List<InetSocketAddress> stunServers = new CopyOnWriteArrayList<>();
    private final List<Cancellable> efforts = new ArrayList<>();
    private int preferences;
    private boolean closed;
    private volatile IceCredentials local = IceCredentials.random();
    private volatile @Nullable Consumer<Candidate> onCandidate;
    private volatile @Nullable Runnable onDoubt;

    FullIceTransport(MediaLoops loops, IceTransportSettings settings, TransportParts parts) {
        this.loops = loops;
        this.loop = loops.next();
        this.settings = settings;
        this.parts = parts;
        this.policy = new CandidatePolicy(settings.loopbackAllowed());
        IceAgent agent = new IceAgent(local, parts.timings(), parts.random().nextLong());
        this.engine = new IceEngine(loop, agent, policy, parts.random().nextLong(), this);
    }

    /// Opens the sockets and begins to gather.
    ///
    /// @throws IOException when there is no way out at all
    void open(List<InetAddress> addresses) throws IOException {
        if (!settings.relayOnly()) {
            openHosts(addresses);
            synchronized (this) {
                if (paths.isEmpty()) {
                    throw new IOException("no UDP socket on any address of this host");
                }
                efforts.add(parts.hosts().watch(this::hostsChanged));
            }
        }
        addServers(settings.servers());
    }

    private boolean wanted(InetAddress address) {
        return !address.isLoopbackAddress() || settings.loopbackAllowed();
    }

    /// @return whether any was new
    private boolean openHosts(List<InetAddress> addresses) {
        boolean opened = false;
        for (InetAddress address : addresses) {
            if (wanted(address)) {
                opened |= openHost(address);
            }
        }
        return opened;
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
                preference = BEST_PREFERENCE - preferences++;
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
        for (InetSocketAddress server : stunServers) {
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
        return parameters(local);
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
                if (closed || servers.size() >= MOST_SERVERS || !servers.add(server.url())) {
                    continue;
                }
            }
            String url = server.url().toLowerCase(Locale.ROOT);
            if (url.startsWith("turn:") || url.startsWith("turns:")) {
                relay(server);
            } else if (!settings.relayOnly()) {
                StunUri.parse(url).ifPresent(this::resolve);
            }
        }
    }

    private void relay(IceServer server) {
        gathering.begin();
        RelayGathering.Request request =
                new RelayGathering.Request(
                        loop,
                        policy::allows,
                        engine,
                        this::relayed,
                        why -> {
                            LOG.debug("{}: {}", server, why.isEmpty() ? "done" : why);
                            gathered();
                        });
        effort(parts.relays().gather(request, server));
    }

    private void relayed(DatagramPath path) {
        int preference;
        synchronized (this) {
            preference = BEST_PREFERENCE - preferences++;
        }
        LocalPath known =
                LocalPath.datagrams(path.localAddress(), CandidateType.RELAYED, preference);
        add(known, path, true);
    }

    private void effort(Cancellable effort) {
        boolean late;
        synchronized (this) {
            late = closed;
            efforts.add(effort);
        }
        if (late) {
            effort.cancel();
        }
    }

    private void resolve(StunUri server) {
        gathering.begin();
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (InetAddress address : InetAddress.getAllByName(server.host())) {
                            if (policy.allows(address)) {
                                ask(new InetSocketAddress(address, server.port()));
                            }
                        }
                    } catch (UnknownHostException e) {
                        LOG.debug("unknown STUN server {}", server.host());
                    } finally {
                        gathered();
                    }
                });
    }

    private void ask(InetSocketAddress server) {
        if (stunServers.size() < MOST_SERVERS) {
            stunServers.add(server);
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
        resolving.end();
        completed();
        if (resolving.none() && taken.get() == 0 && !policy.refused().isEmpty()) {
            Cancellable later = loop.schedule(this::giveUp, FORBIDDEN_NANOS);
            effort(later);
        }
    }

    private void giveUp() {
        if (taken.get() == 0 && resolving.none()) {
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
            taken.incrementAndGet();
            onLoop(
                    () -> {
                        engine.agent()
                                .addRemoteCandidate(new PeerCandidate(address, priority, false));
                        engine.work();
                    });
        }
    }

    /// Other names than those of multicast DNS are nobody's business (RFC 8839 §5.1).
    private void name(Candidate candidate, long priority) {
        String name = candidate.address().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".local") || names.incrementAndGet() > MOST_NAMES) {
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
        Candidate alike =
                new Candidate(
                        candidate.foundation(),
                        candidate.component(),
                        "udp",
                        candidate.priority(),
                        candidate.address(),
                        candidate.port(),
                        candidate.type(),
                        List.of());
        InetSocketAddress peer = alike.udpAddress().orElse(null);
        if (!passive
                || peer == null
                || settings.relayOnly()
                || !policy.takes(peer.getAddress())
                || connections.incrementAndGet() > MOST_CONNECTIONS) {
            return;
        }
        resolving.begin();
        RelayGathering.Request request =
                new RelayGathering.Request(
                        loop,
                        policy::allows,
                        engine,
                        path -> connected(path, peer, priority),
                        why -> {
                            LOG.debug("TCP to {}: {}", peer, why.isEmpty() ? "connected" : why);
                            resolved();
                        });
        effort(parts.relays().connect(request, peer));
    }

    private void connected(DatagramPath path, InetSocketAddress peer, long priority) {
        taken.incrementAndGet();
        LocalPath known = LocalPath.connection(path.localAddress(), CONNECTION_PREFERENCE, peer);
        add(known, path, false);
        engine.agent().addRemoteCandidate(new PeerCandidate(peer, priority, true));
        engine.work();
    }

    @Override
    public IceParameters restart() {
        IceCredentials fresh = IceCredentials.random();
        candidates.clear();
        List<LocalPath> known;
        synchronized (this) {
            local = fresh;
            known = List.copyOf(paths.keySet());
        }
        onLoop(
                () -> {
                    engine.agent().restart(fresh, loop.nowNanos());
                    engine.work();
                });
        for (LocalPath path : known) {
            if (!path.isConnection() && !gone(path)) {
                tell(candidates.ofPath(path));
            }
        }
        stunServers.forEach(server -> query(server, known));
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
    public synchronized void abandoned(IceCredentials ours) {
        if (local.equals(ours)) {
            local = engine.agent().credentials();
        }
    }

    /// Whether the host has lost the address of a path that media may still take.
    private synchronized boolean gone(LocalPath path) {
        return path.type() == CandidateType.HOST && !hosts.contains(path.address().getAddress());
    }

    private void hostsChanged(List<InetAddress> addresses) {
        Set<InetAddress> now = new HashSet<>();
        addresses.stream().filter(this::wanted).forEach(now::add);
        boolean gone = false;
        List<LocalPath> known;
        synchronized (this) {
            known = List.copyOf(paths.keySet());
            hosts.retainAll(now);
        }
        for (LocalPath path : known) {
            boolean ours = path.type() == CandidateType.HOST && !path.isConnection();
            if (ours && !now.contains(path.address().getAddress())) {
                candidates.remove(path);
                onLoop(() -> engine.retire(path));
                gone = true;
            }
        }
        if (openHosts(addresses) || gone) {
            doubtful();
        }
    }

    @Override
    public void pathLost(LocalPath path) {
        DatagramPath was;
        synchronized (this) {
            was = paths.remove(path);
        }
        candidates.remove(path);
        if (was != null) {
            was.close();
        }
    }

    @Override
    public void doubtful() {
        Runnable listener = onDoubt;
        if (listener != null) {
            Thread.startVirtualThread(listener);
        }
    }

    @Override
    public void onDoubt(Runnable listener) {
        onDoubt = listener;
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
        List<Cancellable> running;
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
