package org.moqgateway.moq.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.Subscribe;
import org.moqgateway.moq.wire.SubscribeOptions;

/// The groups of one subscription that are on their way (moq-lite-05 Prioritization, Expiration).
///
/// Which group goes first: the higher priority of the subscriber, then that of the track, then the
/// newest group, or the oldest when the subscriber wants order. A group that is behind the newest
/// by more than the subscriber's latency is reset once it stalls: on the path, or because its
/// publisher does not go on. What flows is not cut off.
///
/// What a subscription costs of a peer that reads nothing: so many open groups, with as much as a
/// stream takes at once, and so many finished ones that the transport has not got rid of. What all
/// of them cost together is the [GroupBudget]'s.
final class GroupSending {
    private static final long RANKS = (1L << 40) - 1;
    private static final int MAX_FINISHED = 1024;
    private static final long MAX_FINISHED_BYTES = 4L * 1024 * 1024;
    private static final long FINISHED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SessionCore core;
    private final long subscribeId;
    private final TrackInfo info;
    private final Runnable whenIdle;
    private final List<GroupStream> open = new ArrayList<>();
    private final Deque<GroupStream> finished = new ArrayDeque<>();
    private SubscribeOptions options;
    private long finishedBytes;
    private long latestSequence = -1;

    /// @param whenIdle runs each time that the last open group ends
    GroupSending(SessionCore core, Subscribe request, TrackInfo info, Runnable whenIdle) {
        this.core = core;
        this.subscribeId = request.id();
        this.options = request.options();
        this.info = info;
        this.whenIdle = whenIdle;
    }

    long subscribeId() {
        return subscribeId;
    }

    boolean idle() {
        return open.isEmpty();
    }

    /// The subscriber wishes otherwise.
    void options(SubscribeOptions newOptions) {
        options = newOptions;
        reorder();
        expire();
    }

    /// Sends a group, of which this is the owner now.
    void begin(GroupConsumer group) {
        int priority = options.priority() << 8 | info.priority();
        if ((open.size() >= core.limits().groupsPerSubscription() && !makeRoom(group))
                || !core.groupBudget().makeRoom(priority)) {
            group.close();
            core.tally().count(Counter.GROUPS_DROPPED);
            return;
        }
        GroupStream stream = new GroupStream(core, this, priority, group);
        core.tally().count(Counter.GROUPS_SENT);
        insert(stream);
        if (stream.sequence() > latestSequence) {
            latestSequence = stream.sequence();
            expire();
            expireFinished(core.loop().nowNanos());
        }
        reorder();
        stream.work();
    }

    private boolean makeRoom(GroupConsumer group) {
        GroupStream oldest = open.getFirst();
        if (oldest.sequence() > group.sequence()) {
            return false;
        }
        oldest.giveUp(MoqError.OLD.streamCode());
        return true;
    }

    private void insert(GroupStream stream) {
        int at = open.size();
        while (at > 0 && open.get(at - 1).sequence() > stream.sequence()) {
            at--;
        }
        open.add(at, stream);
    }

    private void reorder() {
        long base = (long) options.priority() << 48 | (long) info.priority() << 40;
        int last = open.size() - 1;
        for (int i = 0; i <= last; i++) {
            int rank = options.ordered() ? i : last - i;
            open.get(i).order(base | RANKS - rank);
        }
    }

    /// A group wrote its first frame.
    void began(GroupStream stream) {
        if (stream.sequence() == latestSequence) {
            expire();
        }
    }

    /// A group cannot go on for now.
    void stalled(GroupStream stream) {
        if (expired(stream)) {
            stream.giveUp(MoqError.OLD.streamCode());
        }
    }

    private void expire() {
        // Ending one changes the list.
        for (GroupStream stream : List.copyOf(open)) {
            if (expired(stream)) {
                stream.work();
            }
        }
    }

    private boolean expired(GroupStream stream) {
        return stream.behind(Saturating.nanos(options.maxLatency()) / 1000);
    }

    /// A group was written to its end.
    void finished(GroupStream stream) {
        open.remove(stream);
        finished.add(stream);
        finishedBytes += stream.heldBytes();
        while (finished.size() > MAX_FINISHED || finishedBytes > MAX_FINISHED_BYTES) {
            finished.getFirst().forget();
        }
        afterEnd();
    }

    /// A finished group is not kept in mind any more; most often the oldest.
    void forgotten(GroupStream stream) {
        if (finished.removeFirstOccurrence(stream)) {
            finishedBytes -= stream.heldBytes();
        }
    }

    private void expireFinished(long nowNanos) {
        long latencyNanos = Math.max(FINISHED_NANOS, Saturating.nanos(options.maxLatency()));
        GroupStream oldest = finished.peekFirst();
        while (oldest != null && nowNanos - oldest.finishedNanos() > latencyNanos) {
            oldest.forget();
            oldest = finished.peekFirst();
        }
    }

    /// A group ended before its end.
    void dropped(GroupStream stream) {
        open.remove(stream);
        core.tally().count(Counter.GROUPS_DROPPED);
        afterEnd();
    }

    private void afterEnd() {
        reorder();
        if (open.isEmpty()) {
            whenIdle.run();
        }
    }

    /// Ends all of them: nobody wants them any more. The finished ones may be on their way yet, and
    /// go on counting for the session.
    void cancel() {
        open.forEach(GroupStream::cancel);
        open.clear();
        finished.forEach(core.groupBudget()::left);
        finished.clear();
    }
}
