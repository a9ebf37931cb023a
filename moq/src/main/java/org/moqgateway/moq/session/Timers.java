package org.moqgateway.moq.session;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.moqgateway.moq.transport.TransportLoop;

/// What a session has yet to do later. Nothing of it runs once the session has ended.
final class Timers {
    private static final class Pending {
        private TransportLoop.Timer timer = () -> {};
    }

    private final TransportLoop loop;
    private final Set<Pending> pending = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean ended;

    Timers(TransportLoop loop) {
        this.loop = loop;
    }

    /// Runs the action after the delay, or at once when it is negative.
    void after(Duration delay, Runnable action) {
        if (ended) {
            return;
        }
        Pending added = new Pending();
        pending.add(added);
        added.timer =
                loop.schedule(
                        () -> {
                            if (pending.remove(added)) {
                                action.run();
                            }
                        },
                        Math.max(0, Saturating.nanos(delay)));
    }

    /// Cancels everything, for good.
    void end() {
        ended = true;
        List.copyOf(pending).forEach(waiting -> waiting.timer.cancel());
        pending.clear();
    }
}
