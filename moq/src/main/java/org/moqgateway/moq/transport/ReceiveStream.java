package org.moqgateway.moq.transport;

/// The receiving direction of a stream. Belongs to the connection's loop.
public interface ReceiveStream {
    /// Sets who reads. Called once; what has come already follows at once or soon after.
    void reader(StreamReader reader);

    /// Tells the peer that nothing more is wanted (STOP_SENDING). The reader hears nothing more.
    /// Idempotent.
    ///
    /// @param code the application's code
    void stop(long code);
}
