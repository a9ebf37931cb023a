package org.moqgateway.core.dtls;

/// What the guard in front of the DTLS library made of a datagram.
public enum DtlsVerdict {
    /// Passed on.
    ACCEPTED,
    /// A record header is cut off, or its length passes the end of the datagram.
    TRUNCATED,
    /// A content type, version or epoch that has no place here.
    BAD_RECORD,
    /// A record longer than TLS allows.
    RECORD_TOO_LONG,
    /// A handshake fragment whose header is cut off, or lies about its offset or length.
    BAD_FRAGMENT,
    /// A handshake message, or the place of a fragment in it, beyond 16 KiB.
    MESSAGE_TOO_LONG,
    /// More distinct handshake messages than any handshake has.
    TOO_MANY_MESSAGES,
    /// More datagrams or bytes than any handshake needs.
    HANDSHAKE_BUDGET_SPENT,
    /// The connection reads too slowly: its queue is full.
    QUEUE_FULL,
    /// The connection is over.
    CLOSED
}
