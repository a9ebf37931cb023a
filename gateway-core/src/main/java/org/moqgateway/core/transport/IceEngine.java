package org.moqgateway.core.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.IceAgent;
import org.moqgateway.core.ice.IceAgentOutput;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceDatagram;
import org.moqgateway.core.ice.IceVerdict;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.ice.ReflexiveQueries;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The half of a transport that lives on its loop: paths, the agent, its timer, and the connection
/// that is carried.
final class IceEngine implements DatagramPath.Listener, IceAgentOutput, ReflexiveQueries.Output {

    private static final Logger LOG = LoggerFactory.getLogger(IceEngine.class);
    private static final long LEAST_DELAY_NANOS = 1_000_000L;

    private final MediaLoop loop;
    private final IceAgent agent;
    private final CandidatePolicy policy;
    private final Events events;
    private final ReflexiveQueries queries;
    private final SelectedWay way;
    private final IdentityHashMap<DatagramPath, LocalPath> locals = new IdentityHashMap<>();
    private final IdentityHashMap<LocalPath, DatagramPath> paths = new IdentityHashMap<>();
    private final Set<LocalPath> retired = new HashSet<>();
    private @Nullable PeerConnection connection;
    private @Nullable PeerEnd end;
    private @Nullable InetSocketAddress selectedRemote;
    private @Nullable Cancellable timer;
    private long timerNanos = Long.MAX_VALUE;
    private boolean working;
    private boolean again;
    private boolean closed;

    /// What the other half is told, on the loop.
    interface Events {
        /// A query of [#query] is over.
        void queried(LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped);

        /// A path was removed.
        void pathLost(LocalPath path);

        /// See [IceAgentOutput#abandoned].
        void abandoned(IceCredentials ours);

        /// See [IceAgentOutput#doubtful].
        void doubtful();
    }

    IceEngine(MediaLoop loop, IceAgent agent, CandidatePolicy policy, long seed, Events events) {
        this.loop = loop;
        this.agent = agent;
        this.policy = policy;
        this.events = events;
        this.queries = new ReflexiveQueries(seed, this);
        this.way = new SelectedWay(loop);
    }

    IceAgent agent() {
        return agent;
    }

    /// Runs a task on the loop: at once for who is there already. Any thread.
    void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /// Adds a path; does the same twice no harm.
    void addPath(LocalPath local, DatagramPath path) {
        if (!closed && locals.putIfAbsent(path, local) == null) {
            paths.put(local, path);
            agent.addPath(local);
            work();
        }
    }

    /// Removes paths whose address the host has no longer; the selected one when another has taken
    /// its place, since it may carry media still.
    ///
    /// @return whether the selected one is among them
    boolean retire(List<LocalPath> gone) {
        boolean selected = false;
        for (LocalPath local : gone) {
            if (agent.selectedPath().filter(local::equals).isEmpty()) {
                drop(local);
                continue;
            }
            selected = true;
            if (retired.add(local)) {
                agent.retirePath(local);
            }
        }
        return selected;
    }

    private void drop(LocalPath local) {
        DatagramPath path = paths.get(local);
        if (path != null) {
            removePath(local);
            events.pathLost(local);
        }
    }

    private void removePath(LocalPath local) {
        DatagramPath path = paths.remove(local);
        if (path != null) {
            locals.remove(path);
            queries.removePath(local);
            agent.removePath(local, loop.nowNanos(), this);
            work();
        }
    }

    /// Asks a STUN server over every path of this host that may reach it.
    ///
    /// @return how many queries were begun
    int query(InetSocketAddress server, List<LocalPath> over) {
        int begun = 0;
        long now = loop.nowNanos();
        for (LocalPath local : over) {
            if (paths.containsKey(local) && asks(local, server.getAddress())) {
                begun += queries.begin(local, server, now) ? 1 : 0;
            }
        }
        work();
        return begun;
    }

    private static boolean asks(LocalPath local, InetAddress server) {
        InetAddress from = local.address().getAddress();
        return local.type() == CandidateType.HOST
                && !local.isConnection()
                && from instanceof Inet6Address == server instanceof Inet6Address
                && from.isLoopbackAddress() == server.isLoopbackAddress();
    }

    /// Attaches the connection, and tells it what was found before.
    void carry(PeerConnection carried) {
        connection = carried;
        carried.attached(loop, way);
        InetSocketAddress remote = selectedRemote;
        if (end != null) {
            carried.close(end);
        } else if (remote != null) {
            carried.reached(remote);
        }
    }

    void close() {
        closed = true;
        way.close();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        paths.clear();
        locals.clear();
    }

    @Override
    public void datagram(
            DatagramPath path,
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress source,
            long nowNanos) {
        LocalPath local = locals.get(path);
        if (local == null || closed || length == 0) {
            return;
        }
        if ((buffer[offset] & 0xff) < 4) {
            if (policy.allows(source.getAddress())) {
                stun(local, new IceDatagram(buffer, offset, length, source, nowNanos));
                work();
            }
            return;
        }
        PeerConnection carried = connection;
        if (carried == null || !agent.proven(local, source)) {
            return;
        }
        carried.datagram(buffer, offset, length, source, nowNanos);
        if (carried.lastAliveNanos() == nowNanos) {
            agent.heard(local, source, nowNanos);
        }
    }

    private void stun(LocalPath local, IceDatagram in) {
        if (queries.handle(local, in)) {
            return;
        }
        IceVerdict verdict = agent.handle(local, in, this);
        PeerConnection carried = connection;
        boolean authentic =
                verdict == IceVerdict.ANSWERED || verdict == IceVerdict.RESPONSE_ACCEPTED;
        if (authentic && carried != null) {
            carried.heard(in.nowNanos());
        }
    }

    /// A send tells of errors before it returns, and whoever sends is in the middle of something:
    /// the agent hears of them later.
    @Override
    public void unreachable(DatagramPath path, long nowNanos) {
        loop.execute(
                () -> {
                    LocalPath local = locals.get(path);
                    if (local != null && !closed) {
                        agent.unreachable(local, nowNanos);
                        work();
                    }
                });
    }

    /// Later, as [#unreachable].
    @Override
    public void lost(DatagramPath path, String why) {
        loop.execute(
                () -> {
                    LocalPath local = locals.get(path);
                    if (local != null && !closed) {
                        LOG.debug("path {} lost: {}", local, why);
                        drop(local);
                    }
                });
    }

    @Override
    public void send(
            LocalPath path, byte[] buffer, int offset, int length, InetSocketAddress destination) {
        DatagramPath to = paths.get(path);
        if (to != null) {
            to.send(buffer, offset, length, destination);
            to.flush();
        }
    }

    @Override
    public void query(
            LocalPath path, byte[] buffer, int offset, int length, InetSocketAddress destination) {
        agent.strayed(path, loop.nowNanos());
        send(path, buffer, offset, length, destination);
    }

    @Override
    public void queried(
            LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped) {
        events.queried(path, server, mapped);
    }

    @Override
    public void selected(LocalPath path, InetSocketAddress remote) {
        DatagramPath to = paths.get(path);
        if (to == null) {
            return;
        }
        LOG.debug("selected {} to {}", path, remote);
        way.select(to, remote);
        selectedRemote = remote;
        PeerConnection carried = connection;
        if (carried != null) {
            carried.reached(remote);
        }
        // Later, since the agent is in the middle of something.
        loop.execute(this::dropRetired);
    }

    private void dropRetired() {
        for (LocalPath local : List.copyOf(retired)) {
            if (!closed && agent.selectedPath().filter(local::equals).isEmpty()) {
                retired.remove(local);
                drop(local);
            }
        }
    }

    @Override
    public void restarted() {
        LOG.debug("ICE restarted");
    }

    @Override
    public void abandoned(IceCredentials ours) {
        LOG.debug("ICE restart given up");
        events.abandoned(ours);
    }

    @Override
    public void doubtful() {
        events.doubtful();
    }

    @Override
    public void lost(boolean connected, String detail) {
        PeerEnd ending =
                new PeerEnd(
                        connected ? PeerEnd.Reason.VANISHED : PeerEnd.Reason.NEVER_CONNECTED,
                        detail);
        end = ending;
        PeerConnection carried = connection;
        if (carried != null) {
            carried.close(ending);
        }
    }

    /// Does what is due, and sees to it that it is done again in time. What is called meanwhile may
    /// call this: then all is looked at once more at the end.
    void work() {
        again = true;
        if (working) {
            return;
        }
        working = true;
        try {
            while (again && !closed) {
                again = false;
                workOnce();
            }
        } finally {
            working = false;
        }
    }

    private void workOnce() {
        long now = loop.nowNanos();
        agent.onTimer(now, this);
        queries.onTimer(now);
        long deadline = Math.min(agent.nextDeadlineNanos(), queries.nextDeadlineNanos());
        if (deadline >= timerNanos || closed) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = deadline;
        // Compared first: the difference overflows for a deadline of "at once".
        long delay = deadline <= now ? 0 : deadline - now;
        timer = loop.schedule(this::tick, Math.max(LEAST_DELAY_NANOS, delay));
    }

    private void tick() {
        timer = null;
        timerNanos = Long.MAX_VALUE;
        work();
    }
}
