package org.moqgateway.moq.transport.kwik;

import org.moqgateway.moq.transport.TransportLoop;

/// What a stream knows of its connection.
interface StreamOwner {
    /// The loop that it lives on.
    TransportLoop loop();

    /// Who decides when its bytes are handed to Kwik.
    SendScheduler scheduler();

    /// Whether the connection has ended.
    boolean ended();

    /// Code of the reset that the peer sent, 0 when its packet was not seen.
    long resetCode(long streamId);

    /// Makes Kwik's sender look at what it has been asked to send. It does so on its own only when
    /// a packet comes or data is written: the place of a stream that ends at another moment would
    /// be given back to the peer seconds later. Any thread.
    void wake();

    /// A reader failed: ends the connection, and nothing else. On the loop.
    void fault(RuntimeException cause);

    /// Nothing new is sent on a stream, and what Kwik may send again is not looked at any more.
    void sendingEnded(KwikStream stream);
}
