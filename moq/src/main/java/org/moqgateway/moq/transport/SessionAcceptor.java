package org.moqgateway.moq.transport;

/// Decides who comes in.
public interface SessionAcceptor {
    /// A client knocks. Called on the transport's loop, which must not be blocked: decide elsewhere
    /// when it takes longer.
    void incoming(IncomingSession session);
}
