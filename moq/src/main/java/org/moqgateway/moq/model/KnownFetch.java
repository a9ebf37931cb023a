package org.moqgateway.moq.model;

/// The answer to a fetch that needed nobody's help.
record KnownFetch(Poll<GroupConsumer> answer) implements GroupFetch {
    static GroupFetch failed(AbortReason reason) {
        return new KnownFetch(new Poll.Aborted<>(reason));
    }

    @Override
    public Poll<GroupConsumer> poll() {
        return answer;
    }

    @Override
    public void onAvailable(Runnable action) {
        // Never pending.
    }

    @Override
    public void close() {
        // The group's consumer is closed by its owner.
    }
}
