package org.moqgateway.moq.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Time that passes when the test says so.
final class ManualDelay implements Delay {
    private final List<Runnable> due = new ArrayList<>();
    Duration asked = Duration.ZERO;

    @Override
    public void run(Duration after, Runnable action) {
        asked = after;
        due.add(action);
    }

    /// Everything that was asked for is due.
    void pass() {
        List<Runnable> now = List.copyOf(due);
        due.clear();
        now.forEach(Runnable::run);
    }
}
