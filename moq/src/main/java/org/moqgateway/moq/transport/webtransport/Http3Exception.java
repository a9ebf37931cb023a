package org.moqgateway.moq.transport.webtransport;

/// The peer broke a rule of HTTP/3 or WebTransport.
final class Http3Exception extends Exception {
    private static final long serialVersionUID = 1L;

    private final long code;

    /// Names the rule.
    ///
    /// @param code the HTTP/3 error code to answer with
    Http3Exception(long code, String message) {
        super(message);
        this.code = code;
    }

    /// The HTTP/3 error code to answer with.
    long code() {
        return code;
    }

    /// Whether one stream suffers and not the whole connection (RFC 9114 §4.1.2).
    boolean endsStreamOnly() {
        return code == Http3.MESSAGE_ERROR;
    }
}
