package org.moqgateway.moq.model;

/// One who waits for a [RemoteGroup], or reads it.
final class RemoteFetch implements GroupFetch {
    private final RemoteGroup wanted;
    private final Wakeup wakeup = new Wakeup();
    private Poll<GroupConsumer> answer = Poll.pending();
    private boolean closed;

    RemoteFetch(RemoteGroup wanted) {
        this.wanted = wanted;
        wanted.wakeups.add(wakeup);
    }

    @Override
    public Poll<GroupConsumer> poll() {
        if (answer instanceof Poll.Pending && !closed) {
            wakeup.disarm();
            answer = wanted.look();
            if (answer instanceof Poll.Pending) {
                wakeup.arm(Wakeup.INFO);
                answer = wanted.look();
            }
        }
        return answer;
    }

    @Override
    public void onAvailable(Runnable action) {
        wakeup.action(action);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            wakeup.action(null);
            wanted.wakeups.remove(wakeup);
            wanted.leave();
        }
    }
}
