package org.moqgateway.core.netem;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/// One direction of a network in virtual time: what goes in comes out later, or twice, or never,
/// and not always in order. The same seed gives the same fate. One thread.
public final class LossyLink {
    private final Random random;
    private LinkConditions conditions;
    private final PriorityQueue<InFlight> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(InFlight::arrivalNanos)
                            .thenComparingLong(InFlight::number));
    private long numbered;
    private long sent;
    private long lost;
    private long bytesSent;

    private static final class InFlight {
        private final long arrivalNanos;
        private final long number;
        private final byte[] packet;

        InFlight(long arrivalNanos, long number, byte[] packet) {
            this.arrivalNanos = arrivalNanos;
            this.number = number;
            this.packet = packet;
        }

        long arrivalNanos() {
            return arrivalNanos;
        }

        long number() {
            return number;
        }
    }

    /// Takes what comes out of a link.
    public interface Receiver {
        /// A packet that is the receiver's to keep.
        void packet(byte[] packet, long arrivalNanos);
    }

    /// A link whose fate the seed decides.
    public LossyLink(long seed, LinkConditions conditions) {
        this.random = new Random(seed);
        this.conditions = conditions;
    }

    /// Changes the conditions for packets sent from now on.
    public void conditions(LinkConditions changed) {
        conditions = changed;
    }

    /// Sends a copy of `length` bytes at `offset`.
    public void send(byte[] buffer, int offset, int length, long nowNanos) {
        sent++;
        bytesSent += length;
        if (random.nextDouble() < conditions.loss()) {
            lost++;
            return;
        }
        byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
        enqueue(packet, nowNanos);
        if (random.nextDouble() < conditions.duplication()) {
            enqueue(packet.clone(), nowNanos);
        }
    }

    private void enqueue(byte[] packet, long nowNanos) {
        long jitter = (long) (random.nextDouble() * conditions.jitterNanos());
        queue.add(new InFlight(nowNanos + conditions.delayNanos() + jitter, numbered++, packet));
    }

    /// When the next packet comes out, `Long.MAX_VALUE` when none is under way.
    public long nextArrivalNanos() {
        InFlight next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.arrivalNanos();
    }

    /// Hands over everything that has arrived by `nowNanos`.
    public void deliver(long nowNanos, Receiver receiver) {
        while (nextArrivalNanos() <= nowNanos) {
            InFlight next = queue.remove();
            receiver.packet(next.packet, next.arrivalNanos());
        }
    }

    /// Packets under way.
    public int inFlight() {
        return queue.size();
    }

    /// Packets sent, lost ones included.
    public long sent() {
        return sent;
    }

    /// Packets lost.
    public long lost() {
        return lost;
    }

    /// Bytes sent, lost ones included.
    public long bytesSent() {
        return bytesSent;
    }
}
