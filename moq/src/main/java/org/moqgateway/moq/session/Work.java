package org.moqgateway.moq.session;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Something of a session that others wake. [#run] may be called from any thread and as often as
/// they like; [#work] follows once, on the session's loop.
abstract class Work implements Runnable {
    private final WorkQueue queue;
    private final AtomicBoolean queued = new AtomicBoolean();
    private @Nullable Work next;

    Work(WorkQueue queue) {
        this.queue = queue;
    }

    @Override
    public final void run() {
        if (queued.compareAndSet(false, true)) {
            queue.add(this);
        }
    }

    /// Does what there is to do, and nothing when there is nothing. On the loop.
    abstract void work();

    /// Takes it out of the queue: what wakes it from here on queues it again.
    void taken() {
        queued.set(false);
    }

    @Nullable Work next() {
        return next;
    }

    void next(@Nullable Work newNext) {
        next = newNext;
    }
}
