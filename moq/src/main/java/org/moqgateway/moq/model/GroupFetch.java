package org.moqgateway.moq.model;

/// The answer to [BroadcastConsumer#group]: one group of a track, now or later. Belongs to one
/// thread at a time.
public interface GroupFetch extends AutoCloseable {
    /// The group; [Poll.Pending] while its source was not heard; [Poll.Aborted] when it cannot be
    /// had. Each answer but Pending stays; close the consumer that it gives. Never blocks.
    Poll<GroupConsumer> poll();

    /// Sets what is called when a poll answered [Poll.Pending] and the answer came since, cheap and
    /// without an exception. Poll after setting it.
    void onAvailable(Runnable action);

    /// The group is not wanted any more by this one; see [BroadcastConsumer#group]. The group's
    /// consumer is closed by its owner.
    @Override
    void close();
}
