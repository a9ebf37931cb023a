package org.moqgateway.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// Reads what a [Ticker] publishes, wherever it comes from, group by group and to the end of each.
final class Listener implements AutoCloseable {
    private static final long LATENCY_US = 5_000_000;

    private final BroadcastConsumer broadcast;
    private final TrackConsumer track;
    private final Semaphore available = new Semaphore(0);
    private final List<GroupConsumer> open = new ArrayList<>();
    private final TreeSet<Long> whole = new TreeSet<>();

    Listener(Origin origin, String path) {
        broadcast = origin.broadcast(path).orElseThrow();
        track = broadcast.track(Ticker.TRACK).orElseThrow().maxLatencyUs(LATENCY_US);
        track.onAvailable(available::release);
    }

    /// Reads until so many more groups were read to their ends.
    void read(int groups) throws InterruptedException {
        int wanted = whole.size() + groups;
        if (!readUntil(() -> whole.size() >= wanted)) {
            throw new AssertionError("only " + whole + ", then " + broadcast.ending());
        }
    }

    /// Reads on until no more groups are missing than so many between the first and the last that
    /// there is now. Each comes on a stream of its own, so that one may end after its successors;
    /// what is lost never comes.
    void awaitMissingAtMost(int groups) throws InterruptedException {
        long first = whole.first();
        long last = whole.last();
        assertThat(readUntil(() -> last - first + 1 - whole.headSet(last, true).size() <= groups))
                .as(
                        "no more than %s groups missing from %s to %s in %s",
                        groups, first, last, whole)
                .isTrue();
    }

    /// @return whether it came to that
    private boolean readUntil(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + RelayNode.PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            takeGroups();
            open.removeIf(this::ended);
            available.tryAcquire(10, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /// The groups that were read to their ends, in order.
    List<Long> groups() {
        return List.copyOf(whole);
    }

    private void takeGroups() {
        while (track.pollGroup() instanceof Poll.Ready<GroupConsumer>(GroupConsumer group)) {
            group.onAvailable(available::release);
            open.add(group);
        }
    }

    private boolean ended(GroupConsumer group) {
        Poll<Frame> next = group.poll();
        while (next instanceof Poll.Ready<Frame>(Frame frame)) {
            assertThat(ByteBuffer.wrap(frame.payload()).getLong()).isEqualTo(group.sequence());
            next = group.poll();
        }
        if (next instanceof Poll.Pending) {
            return false;
        }
        if (next instanceof Poll.Finished) {
            whole.add(group.sequence());
        }
        group.close();
        return true;
    }

    @Override
    public void close() {
        track.close();
        broadcast.close();
    }
}
