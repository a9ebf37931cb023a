package org.moqgateway.moq.model;

import java.util.ArrayList;
import java.util.List;

/// What a change under a lock entails for others: done when the lock is given back, in order,
/// because foreign code runs there. Belongs to one thread.
final class Deferred {
    private final List<Runnable> actions = new ArrayList<>();

    void add(Runnable action) {
        actions.add(action);
    }

    /// Does everything; no lock may be held.
    void run() {
        actions.forEach(Runnable::run);
        actions.clear();
    }
}
