package org.moqgateway.moq.session;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.moqgateway.moq.wire.MoqError;

/// All group streams of a session towards its peer: those that are open, and those that were
/// written to their end and may wait for the peer yet. What each subscription may have is bounded
/// by [GroupSending]; this bounds all of them together, because a peer that reads nothing may have
/// any number of subscriptions. On the session's loop.
///
/// Nobody says when a finished stream has been delivered. So finished ones give way before any
/// open one does, the oldest first: it is the likeliest to be gone.
final class GroupBudget {
    private static final long LEFT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final int maxStreams;
    private final long maxFinishedBytes;

    // By the priority that the subscriber gave when the group began; the oldest first.
    private final TreeMap<Integer, Set<GroupStream>> open = new TreeMap<>();
    private final Set<GroupStream> finished = new LinkedHashSet<>();

    // Those of them whose subscription is over: nobody else forgets them.
    private final Set<GroupStream> left = new LinkedHashSet<>();
    private int openCount;
    private long finishedBytes;

    GroupBudget(SessionBudgets budgets) {
        maxStreams = budgets.groupStreams();
        maxFinishedBytes = budgets.finishedBytes();
    }

    /// Makes room for one more stream.
    ///
    /// @return false when everything that is open has a higher priority
    boolean makeRoom(int priority) {
        while (streams() >= maxStreams && !finished.isEmpty()) {
            forgetOldest();
        }
        while (openCount >= maxStreams) {
            Map.Entry<Integer, Set<GroupStream>> lowest =
                    Objects.requireNonNull(open.firstEntry(), "so many are open");
            if (lowest.getKey() > priority) {
                return false;
            }
            lowest.getValue().iterator().next().giveUp(MoqError.OLD.streamCode());
        }
        return true;
    }

    /// A stream was opened.
    void opened(GroupStream stream) {
        open.computeIfAbsent(stream.priority(), _ -> new LinkedHashSet<>()).add(stream);
        openCount++;
    }

    /// A stream ended before its end, or was finished.
    void closed(GroupStream stream) {
        Set<GroupStream> equals = open.get(stream.priority());
        if (equals != null && equals.remove(stream)) {
            openCount--;
            if (equals.isEmpty()) {
                open.remove(stream.priority());
            }
        }
    }

    /// A stream was written to its end; it is open no more.
    void finished(GroupStream stream) {
        finished.add(stream);
        finishedBytes += stream.heldBytes();
        while (finishedBytes > maxFinishedBytes) {
            forgetOldest();
        }
        forgetLeft(stream.finishedNanos());
    }

    /// The subscription of a finished stream is over.
    void left(GroupStream stream) {
        left.add(stream);
    }

    private void forgetLeft(long nowNanos) {
        while (!left.isEmpty()) {
            GroupStream oldest = left.iterator().next();
            if (nowNanos - oldest.finishedNanos() <= LEFT_NANOS) {
                return;
            }
            oldest.forget();
        }
    }

    /// Nothing of a finished stream is kept any more.
    void forgotten(GroupStream stream) {
        if (finished.remove(stream)) {
            finishedBytes -= stream.heldBytes();
            left.remove(stream);
        }
    }

    private void forgetOldest() {
        finished.iterator().next().forget();
    }

    private int streams() {
        return openCount + finished.size();
    }
}
