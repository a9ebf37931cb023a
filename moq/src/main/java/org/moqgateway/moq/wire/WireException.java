package org.moqgateway.moq.wire;

import java.util.Objects;

/// Bytes of the peer that break the protocol. Whoever reads them closes the session or resets the
/// stream with [#error]; the text is for people and names what was wrong.
public final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    private final MoqError error;

    /// An exception without a stack trace: it is about the peer's bytes, and a peer can cause as
    /// many as it likes.
    public WireException(MoqError error, String text) {
        super(Objects.requireNonNull(text), null, false, false);
        this.error = Objects.requireNonNull(error);
    }

    /// The reason, which has the code for the wire.
    public MoqError error() {
        return error;
    }
}
