package org.moqgateway.client;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Which of a client's failures deserve a line that everybody sees: the first of each kind in an
/// outage, then one in five minutes for all that came meanwhile; and never more than twenty in five
/// minutes, however often it comes and goes. One thread.
final class LogPace {
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int MOST_LINES = 20;

    private final Set<Failure.Kind> told = EnumSet.noneOf(Failure.Kind.class);
    private long summaryNanos;
    private int unsaid;
    private long windowNanos;
    private int lines;

    /// Begins at a time.
    LogPace(long nowNanos) {
        windowNanos = nowNanos;
        summaryNanos = nowNanos;
    }

    /// The outage is over.
    void recovered() {
        told.clear();
    }

    /// Whether a failure is told; if not, it is counted.
    boolean loud(Failure.Kind kind, long nowNanos) {
        boolean due = told.add(kind) || nowNanos - summaryNanos >= PERIOD.toNanos();
        if (due && line(nowNanos)) {
            summaryNanos = nowNanos;
            return true;
        }
        unsaid++;
        return false;
    }

    /// Whether an ordinary line is told.
    boolean line(long nowNanos) {
        if (nowNanos - windowNanos >= PERIOD.toNanos()) {
            windowNanos = nowNanos;
            lines = 0;
        }
        if (lines >= MOST_LINES) {
            return false;
        }
        lines++;
        return true;
    }

    /// Failures that were not told since this was last asked.
    int takeUnsaid() {
        int count = unsaid;
        unsaid = 0;
        return count;
    }
}
