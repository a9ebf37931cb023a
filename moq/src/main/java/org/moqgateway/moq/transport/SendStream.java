package org.moqgateway.moq.transport;

/// The sending direction of a stream. Belongs to the connection's loop.
public interface SendStream {
    /// The order of streams that are never to wait for media: control streams.
    long CONTROL_ORDER = Long.MAX_VALUE;

    /// Sets which stream is sent first while not all can be: the one of higher order, and of equal
    /// ones the older. May change at any time and counts from the next packet on.
    void sendOrder(long order);

    /// Appends bytes, without a limit of its own: ask [#writable] before the next large write. They
    /// leave at the latest when the loop has nothing else to do.
    ///
    /// @param bytes lent for as long as the stream lives; never modified by anyone
    void write(byte[] bytes, int offset, int length);

    /// Appends a whole array, as above.
    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /// Whether little enough is waiting that more is welcome; false on a stream that has ended.
    boolean writable();

    /// Sets what runs when [#writable] turns true again after it was false. It replaces the action
    /// set before.
    void onWritable(Runnable action);

    /// Ends the stream after what was written. Idempotent; nothing happens after a reset.
    void finish();

    /// Ends the stream now; what was not delivered yet is dropped. Also after [#finish], while
    /// something still waits. Idempotent.
    ///
    /// @param code the application's code
    void reset(long code);

    /// Sets what is told when the peer does not want the stream any more (STOP_SENDING), with its
    /// code; at once when it has said so already. The stream is reset with that code by then. Not
    /// called after [#finish] when everything was acknowledged.
    void onStopped(StopListener listener);

    /// Hears that the peer stopped a stream.
    interface StopListener {
        /// The peer wants nothing more.
        ///
        /// @param code the peer's application code
        void stopped(long code);
    }
}
