package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.IceAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.ice.IceTimings;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.ice.PeerCandidate;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;

/// What happens to an engine while it sends: a socket tells of errors before the call returns.
class IceEngineTest {
    private static final InetSocketAddress HERE = address(5001);
    private static final InetSocketAddress PEER = address(5002);
    private static final InetSocketAddress STUN_SERVER = address(3478);
    private static final long MS = 1_000_000L;

    private final Loop loop = new Loop();
    private final Told told = new Told();
    private final IceCredentials theirs = IceCredentials.random();
    private final IceLiteAgent peer = new IceLiteAgent(theirs);
    private final IceAgent agent = new IceAgent(IceCredentials.random(), IceTimings.DEFAULT, 1);
    private final IceEngine engine = new IceEngine(loop, agent, new CandidatePolicy(true), 2, told);
    private final LocalPath local = LocalPath.datagrams(HERE, CandidateType.HOST, 65_535);
    private final Path path = new Path();

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void connect() {
        engine.addPath(local, path);
        agent.start(theirs, IceAgent.Peer.LITE, loop.nowNanos());
        agent.addRemoteCandidate(new PeerCandidate(PEER, 1, false));
        engine.work();
        loop.run(400);
        assertThat(agent.selectedPath()).contains(local);
    }

    @Test
    void anErrorThatASendBringsDoesNotMakeItSendTwice() {
        connect();
        int before = path.sent.size();
        path.errors = 1;
        for (int i = 0; i < 10_000 && path.errors > 0; i++) {
            loop.run(1);
        }
        assertThat(path.errors).as("it has asked for consent").isZero();
        assertThat(path.sent).hasSize(before + 1);
    }

    @Test
    void thePeerIsLostOnceHoweverManyErrorsCome() {
        connect();
        path.silent = true;
        path.errors = Integer.MAX_VALUE;
        loop.run(9_000);
        assertThat(agent.state()).isEqualTo(IceAgent.State.FAILED);
        int sent = path.sent.size();
        engine.unreachable(path, loop.nowNanos());
        engine.lost(path, "closed");
        loop.run(100);
        assertThat(agent.state()).isEqualTo(IceAgent.State.FAILED);
        assertThat(path.sent).hasSize(sent);
        assertThat(told.lost).containsExactly(local);
    }

    @Test
    void aPathThatIsLostWhileItSendsIsRemovedAfterwards() {
        connect();
        path.lostOnSend = true;
        assertThatCode(() -> loop.run(7_000)).doesNotThrowAnyException();
        assertThat(told.lost).containsExactly(local);
        assertThat(told.lostWhileSending).isFalse();
    }

    @Test
    void anErrorThatAQueryBringsDoesNotDisturbTheOthers() {
        path.silent = true;
        path.errors = Integer.MAX_VALUE;
        engine.addPath(local, path);
        int begun = 0;
        for (int i = 0; i < 40; i++) {
            begun += engine.query(address(4000 + i), List.of(local));
            loop.run(i % 7);
        }
        // Time goes on while it works, so that some queries are over in the middle of that.
        loop.hurry = MS;
        assertThatCode(() -> loop.run(4_000)).doesNotThrowAnyException();
        assertThat(told.queried).hasSize(begun).allMatch(server -> server.getPort() >= 4000);
    }

    @Test
    void workThatIsAskedForWhileItWorksIsDoneOnceItIsOver() {
        told.again = () -> assertThat(engine.query(STUN_SERVER, List.of(local))).isEqualTo(1);
        path.silent = true;
        engine.addPath(local, path);
        assertThat(engine.query(address(4000), List.of(local))).isEqualTo(1);
        loop.run(7_000);
        assertThat(told.queried).containsExactly(address(4000), STUN_SERVER);
    }

    /// What the engine tells.
    private final class Told implements IceEngine.Events {
        final List<InetSocketAddress> queried = new ArrayList<>();
        final List<LocalPath> lost = new ArrayList<>();
        boolean lostWhileSending;
        Runnable again = () -> {};

        @Override
        public void queried(
                LocalPath over, InetSocketAddress server, @Nullable InetSocketAddress mapped) {
            queried.add(server);
            Runnable next = again;
            again = () -> {};
            next.run();
            engine.work();
        }

        @Override
        public void pathLost(LocalPath gone) {
            lost.add(gone);
            lostWhileSending |= path.sending;
        }

        @Override
        public void abandoned(IceCredentials ours) {
            throw new AssertionError("nothing was restarted");
        }

        @Override
        public void doubtful() {}
    }

    /// A socket, with a lite peer at the other end of its network.
    private final class Path implements DatagramPath {
        final List<InetSocketAddress> sent = new ArrayList<>();
        boolean silent;
        boolean sending;
        boolean lostOnSend;
        int errors;

        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
            sent.add(destination);
            if (silent || !destination.equals(PEER)) {
                return;
            }
            byte[] request = Arrays.copyOfRange(buffer, offset, offset + length);
            loop.execute(() -> peer.handle(request, 0, length, HERE, loop.nowNanos(), answers()));
        }

        @Override
        public void flush() {
            sending = true;
            if (errors > 0) {
                errors--;
                engine.unreachable(this, loop.nowNanos());
            }
            if (lostOnSend) {
                lostOnSend = false;
                engine.lost(this, "closed");
            }
            sending = false;
        }

        @Override
        public InetSocketAddress localAddress() {
            return HERE;
        }

        @Override
        public void close() {}
    }

    private IceOutput answers() {
        return new IceOutput() {
            @Override
            public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
                engine.datagram(path, buffer, offset, length, PEER, loop.nowNanos());
            }

            @Override
            public void validated(InetSocketAddress address) {}

            @Override
            public void selected(InetSocketAddress address, boolean nominated) {}

            @Override
            public void restarted(String oldUfrag) {
                throw new AssertionError("nothing was restarted");
            }
        };
    }

    /// A loop in virtual time.
    private static final class Loop implements MediaLoop {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final PriorityQueue<Timer> timers =
                new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos));
        private long now = 77;
        long hurry;

        private record Timer(long atNanos, Runnable task) {}

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public long nowNanos() {
            now += hurry;
            return now;
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNanos) {
            Timer timer = new Timer(now + delayNanos, task);
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        void run(long millis) {
            long end = now + millis * MS;
            while (true) {
                Runnable task = tasks.poll();
                Timer timer = timers.peek();
                if (task != null) {
                    task.run();
                } else if (timer != null && timer.atNanos() <= end) {
                    timers.remove();
                    now = Math.max(now, timer.atNanos());
                    timer.task().run();
                } else {
                    now = Math.max(now, end);
                    return;
                }
            }
        }
    }
}
