package org.moqgateway.moq.transport.qmux;

/// Carries records in order and reliably. Every method belongs to the connection's loop, and the
/// pipe calls back there.
public interface MessagePipe {
    /// Whether little enough waits in the pipe that the next record should be handed over. A pipe
    /// holds back no more than a few records, so that a newer stream can overtake.
    boolean writable();

    /// Sets what runs when [#writable] turns true after it was false. Called once, before the first
    /// record.
    void onWritable(Runnable action);

    /// Takes a record. Also taken, once, when the pipe is not writable: the last one.
    ///
    /// @param record whole frames; the pipe's from now on
    void send(byte[] record);

    /// Asks for a sign of life on the carrier's own layer, where it has one. An answer is told with
    /// [QmuxConnection#heard].
    void ping();

    /// Delivers what was sent, then ends the carrier; after two seconds in any case.
    ///
    /// @param reason for people
    void close(String reason);
}
