package org.moqgateway.moq.transport.memory;

import org.moqgateway.moq.transport.TransportLoop;

/// A loop in virtual time; counts the tasks that were handed to it.
public final class MemoryLoop implements TransportLoop {
    private final VirtualTime time;
    private boolean inside;
    private long handed;

    /// A loop of its own on a common clock.
    public MemoryLoop(VirtualTime time) {
        this.time = time;
    }

    /// Tasks handed to [#execute] so far.
    public long handed() {
        return handed;
    }

    @Override
    public boolean inLoop() {
        return inside;
    }

    @Override
    public void execute(Runnable task) {
        handed++;
        time.schedule(() -> enter(task), 0);
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        return time.schedule(() -> enter(task), delayNanos);
    }

    @Override
    public long nowNanos() {
        return time.nowNanos();
    }

    void enter(Runnable task) {
        boolean before = inside;
        inside = true;
        try {
            task.run();
        } finally {
            inside = before;
        }
    }
}
