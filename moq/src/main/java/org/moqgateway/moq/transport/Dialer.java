package org.moqgateway.moq.transport;

import java.io.IOException;

/// Opens connections over one binding. Control plane: blocks the (virtual) thread that calls.
public interface Dialer {
    /// Connects, encrypts and agrees on a protocol.
    ///
    /// @throws IOException naming what failed: address, certificate, protocol, status
    /// @throws InterruptedException when the caller is interrupted; nothing stays open
    Connection dial(DialTarget target) throws IOException, InterruptedException;
}
