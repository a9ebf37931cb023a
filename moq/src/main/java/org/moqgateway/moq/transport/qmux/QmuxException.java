package org.moqgateway.moq.transport.qmux;

/// The peer broke a rule of QMux: the connection ends. Upstream closes with one code for all of
/// them.
public final class QmuxException extends Exception {
    /// The code of the `CONNECTION_CLOSE` that tells the peer.
    public static final long CODE = 1002;

    private static final long serialVersionUID = 1;

    /// @param message which rule, for people
    public QmuxException(String message) {
        super(message, null, false, false);
    }
}
