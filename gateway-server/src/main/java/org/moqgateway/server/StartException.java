package org.moqgateway.server;

/// The gateway could not start. The message is one sentence for the person who started it.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message the sentence
    /// @param cause what failed
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
