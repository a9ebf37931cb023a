package org.moqgateway.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

/// Full ICE over sockets of this host and whatever relays there are: the control-plane half, which
/// gathers and takes the peer's candidates in; [IceEngine] is the other.
final class FullIceTransport implements IceTransport, IceEngine.Events {

    private final MediaLoop loop;
    private final IceTransportSettings settings;
    private final CandidatePolicy policy;
    private final IceEngine engine;
    private final LocalCandidates candidates = new LocalCandidates();
    private final TransportPaths paths;
    private final HostPaths hosts;
    private final ServerGathering gathering;
    private final RemoteCandidates remotes;
    private IceCredentials local = IceCredentials.random();
    private volatile @Nullable Consumer<Candidate> onCandidate;
    private @Nullable Runnable onDoubt;
    private boolean doubted;

    FullIceTransport(MediaLoops loops, IceTransportSettings settings, TransportParts parts) {
        this.loop = loops.next();
        this.settings = settings;
        this.policy = new CandidatePolicy(settings.loopbackAllowed());
        IceAgent agent = new IceAgent(local, parts.timings(), parts.random().nextLong());
        this.engine = new IceEngine(loop, agent, policy, parts.random().nextLong(), this);
        TransportContext context =
                new TransportContext(loops, loop, settings, parts, policy, engine);
        this.paths = new TransportPaths(engine, candidates, this::tell);
        this.gathering = new ServerGathering(context, paths, this::completed);
        this.remotes = new RemoteCandidates(context, paths, gathering::relaySix, this::completed);
        this.hosts = new HostPaths(context, paths, candidates, gathering::ask, this::doubtful);
    }

    /// Opens the sockets and begins to gather.
    ///
    /// @throws IOException when there is no way out at all
    void open(List<InetAddress> addresses) throws IOException {
        hosts.open(addresses);
        addServers(settings.servers());
    }

    private void tell(Candidate candidate) {
        Consumer<Candidate> listener = onCandidate;
        if (listener != null) {
            engine.onLoop(() -> listener.accept(candidate));
        }
    }

    /// Tells the agent whether anything may still come.
    private void completed() {
        boolean complete = gathering.none() && remotes.none();
        engine.onLoop(
                () -> {
                    engine.agent().complete(complete);
                    engine.work();
                });
    }

    @Override
    public synchronized IceParameters local() {
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
        gathering.add(more);
    }

    @Override
    public void queried(
            LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped) {
        Candidate seen = mapped == null ? null : candidates.reflexive(path, mapped, server);
        if (seen != null) {
            tell(seen);
        }
        gathering.ended();
    }

    @Override
    public void start(RemoteIce remote) {
        IceParameters theirs = remote.parameters();
        IceCredentials credentials = new IceCredentials(theirs.ufrag(), theirs.password());
        engine.onLoop(
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
        remotes.add(theirs);
    }

    @Override
    public IceParameters restart() {
        IceCredentials fresh = IceCredentials.random();
        synchronized (this) {
            local = fresh;
        }
        candidates.clear();
        remotes.restart();
        List<LocalPath> known = paths.good();
        engine.onLoop(
                () -> {
                    engine.agent().restart(fresh, loop.nowNanos());
                    engine.work();
                });
        known.stream().filter(path -> !path.isConnection()).forEach(paths::tell);
        gathering.restart(known);
        return parameters(fresh);
    }

    @Override
    public void abandonRestart() {
        engine.onLoop(
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

    @Override
    public void pathLost(LocalPath path) {
        gathering.lost(path);
        remotes.lost(path);
        paths.lost(path);
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
        engine.onLoop(() -> engine.carry(connection));
    }

    @Override
    public void close() {
        engine.onLoop(engine::close);
        paths.close();
    }
}
