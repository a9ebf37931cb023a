package org.moqgateway.core.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// A network in virtual time that loses, delays and reorders, with NATs (RFC 4787) in it. The same
/// seed gives the same fate.
final class IceNetwork {
    static final long MS = 1_000_000L;

    private final Random random;
    private final PriorityQueue<InFlight> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(InFlight::arrivalNanos)
                            .thenComparingLong(InFlight::number));
    private final Map<InetSocketAddress, Socket> sockets = new HashMap<>();
    private final Map<InetAddress, Nat> nats = new HashMap<>();
    private final List<Timed> timed = new ArrayList<>();
    private final Set<InetSocketAddress> cut = new HashSet<>();
    private double loss;
    private long delayNanos = 10 * MS;
    private long jitterNanos;
    private long numbered;
    private long sent;
    long now = 77;

    /// Whoever has timers.
    interface Timed {
        long nextDeadlineNanos();

        void onTimer(long nowNanos);
    }

    /// Takes what arrives at an address.
    interface Socket {
        void datagram(byte[] bytes, InetSocketAddress source, long nowNanos);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record InFlight(
            long arrivalNanos,
            long number,
            byte[] bytes,
            InetSocketAddress source,
            InetSocketAddress destination) {}

    IceNetwork(long seed) {
        random = new Random(seed);
    }

    IceNetwork lossy(double share, long jitterMillis) {
        loss = share;
        jitterNanos = jitterMillis * MS;
        return this;
    }

    long sent() {
        return sent;
    }

    void add(Timed one) {
        timed.add(one);
    }

    void bind(InetSocketAddress address, Socket socket) {
        sockets.put(address, socket);
    }

    void cut(InetSocketAddress address) {
        cut.add(address);
    }

    void mend(InetSocketAddress address) {
        cut.remove(address);
    }

    Nat nat(String inside, String outside, boolean symmetric) {
        Nat nat = new Nat(InetAddress.ofLiteral(outside), symmetric);
        nats.put(InetAddress.ofLiteral(inside), nat);
        nats.put(nat.outside, nat);
        return nat;
    }

    void send(InetSocketAddress from, byte[] bytes, InetSocketAddress to) {
        sent++;
        Nat nat = nats.get(from.getAddress());
        InetSocketAddress source = nat == null ? from : nat.out(from, to);
        if (random.nextDouble() < loss || cut.contains(from) || cut.contains(to)) {
            return;
        }
        long jitter = (long) (random.nextDouble() * jitterNanos);
        queue.add(new InFlight(now + delayNanos + jitter, numbered++, bytes, source, to));
    }

    /// Lets time pass, from event to event.
    void run(long millis) {
        long end = now + millis * MS;
        while (true) {
            long next = queue.isEmpty() ? Long.MAX_VALUE : queue.peek().arrivalNanos();
            Timed due = null;
            for (Timed one : timed) {
                if (one.nextDeadlineNanos() < next) {
                    next = one.nextDeadlineNanos();
                    due = one;
                }
            }
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
            if (due != null) {
                due.onTimer(now);
                if (due.nextDeadlineNanos() <= now) {
                    // What is due again at once would keep the time from passing.
                    now++;
                }
            } else {
                deliver(queue.remove());
            }
        }
    }

    private void deliver(InFlight packet) {
        InetSocketAddress to = packet.destination();
        Nat nat = nats.get(to.getAddress());
        if (nat != null) {
            to = nat.outside.equals(to.getAddress()) ? nat.in(to, packet.source()) : null;
        }
        Socket socket = to == null ? null : sockets.get(to);
        if (socket != null) {
            socket.datagram(packet.bytes(), packet.source(), now);
        }
    }

    /// One that lets in only what its inside has asked for, by address and port; a symmetric one
    /// shows another port to each destination.
    static final class Nat {
        private final InetAddress outside;
        private final boolean symmetric;
        private final Map<List<InetSocketAddress>, InetSocketAddress> mappings = new HashMap<>();
        private final Map<InetSocketAddress, InetSocketAddress> inner = new HashMap<>();
        private final Set<List<InetSocketAddress>> permitted = new HashSet<>();
        private int port = 40_000;

        Nat(InetAddress outside, boolean symmetric) {
            this.outside = outside;
            this.symmetric = symmetric;
        }

        InetSocketAddress out(InetSocketAddress from, InetSocketAddress to) {
            List<InetSocketAddress> key = symmetric ? List.of(from, to) : List.of(from);
            InetSocketAddress mapped =
                    mappings.computeIfAbsent(key, k -> new InetSocketAddress(outside, port++));
            inner.put(mapped, from);
            permitted.add(List.of(mapped, to));
            return mapped;
        }

        @Nullable InetSocketAddress in(InetSocketAddress to, InetSocketAddress from) {
            return permitted.contains(List.of(to, from)) ? inner.get(to) : null;
        }
    }

    /// A full agent in this network.
    static final class End implements IceAgentOutput, Timed {
        final IceCredentials credentials = IceCredentials.random();
        final IceAgent agent;
        final IceNetwork network;
        private final IceAgent.Peer peer;
        final List<String> events = new ArrayList<>();
        final List<InetSocketAddress> sentTo = new ArrayList<>();
        final List<Long> sentAt = new ArrayList<>();
        final List<LocalPath> paths = new ArrayList<>();
        @Nullable InetSocketAddress remote;
        @Nullable LocalPath way;
        boolean nominated;
        int timers;
        byte[] last = {};
        private final Set<String> nominations = new HashSet<>();

        End(IceNetwork network, boolean controlling, long seed) {
            this(network, controlling, seed, IceTimings.DEFAULT);
        }

        End(IceNetwork network, boolean controlling, long seed, IceTimings timings) {
            this.network = network;
            this.peer = controlling ? IceAgent.Peer.ANSWERED : IceAgent.Peer.OFFERED;
            this.agent = new IceAgent(credentials, timings, seed);
            network.add(this);
        }

        LocalPath host(String address, int port) {
            return host(address, port, 65_535 - paths.size());
        }

        LocalPath host(String address, int port, int preference) {
            InetSocketAddress at = address(address, port);
            LocalPath path = LocalPath.datagrams(at, CandidateType.HOST, preference);
            paths.add(path);
            network.bind(at, (bytes, source, now) -> note(bytes, receive(path, bytes, source)));
            agent.addPath(path);
            return path;
        }

        private IceVerdict receive(LocalPath path, byte[] bytes, InetSocketAddress source) {
            return agent.handle(
                    path, new IceDatagram(bytes, 0, bytes.length, source, network.now), this);
        }

        /// A nomination is one that was taken: the peer's when answered, ours when that was told.
        private void note(byte[] bytes, IceVerdict verdict) {
            StunDatagram message = StunDatagram.parse(bytes, 0, bytes.length).datagram();
            if (message != null) {
                boolean theirs =
                        verdict == IceVerdict.ANSWERED && message.has(Attribute.USE_CANDIDATE);
                boolean ours =
                        verdict == IceVerdict.RESPONSE_ACCEPTED
                                && nominations.contains(transaction(message.transactionId()));
                nominated |= theirs || ours;
            }
        }

        private static String transaction(byte[] id) {
            return HexFormat.of().formatHex(id);
        }

        /// Tells the other its credentials and all its host candidates, and the same back.
        void meet(End other) {
            start(other);
            other.start(this);
        }

        void start(End other) {
            start(other.agent.credentials());
            for (LocalPath path : other.paths) {
                learn(path.address(), path.priority());
            }
        }

        void start(IceCredentials theirs) {
            agent.start(theirs, peer, network.now);
        }

        boolean learn(InetSocketAddress candidate, long priority) {
            return agent.addRemoteCandidate(new PeerCandidate(candidate, priority, false));
        }

        boolean learn(InetSocketAddress candidate) {
            return learn(candidate, CandidateType.HOST.priority(65_535));
        }

        IceVerdict receive(byte[] bytes, InetSocketAddress source) {
            return receive(paths.getFirst(), bytes, source);
        }

        @Override
        public long nextDeadlineNanos() {
            return agent.nextDeadlineNanos();
        }

        @Override
        public void onTimer(long nowNanos) {
            timers++;
            agent.onTimer(nowNanos, this);
        }

        @Override
        public void send(
                LocalPath path,
                byte[] buffer,
                int offset,
                int length,
                InetSocketAddress destination) {
            last = Arrays.copyOfRange(buffer, offset, offset + length);
            sentTo.add(destination);
            sentAt.add(network.now);
            StunDatagram message = StunDatagram.parse(last, 0, last.length).datagram();
            if (message != null && message.request() && message.has(Attribute.USE_CANDIDATE)) {
                nominations.add(transaction(message.transactionId()));
            }
            network.send(path.address(), last, destination);
        }

        @Override
        public void selected(LocalPath path, InetSocketAddress address) {
            way = path;
            remote = address;
            events.add("selected " + address.getPort());
        }

        @Override
        public void restarted() {
            events.add("restarted");
        }

        @Override
        public void abandoned(IceCredentials ours) {
            events.add("abandoned");
        }

        @Override
        public void doubtful() {
            events.add("doubtful");
        }

        @Override
        public void lost(boolean connected, String detail) {
            events.add((connected ? "lost: " : "never: ") + detail);
        }
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
