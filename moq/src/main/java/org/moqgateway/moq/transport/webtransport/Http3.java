package org.moqgateway.moq.transport.webtransport;

/// Code points of HTTP/3 (RFC 9114 §11.2), QPACK (RFC 9204), HTTP datagrams (RFC 9297) and
/// WebTransport (draft-ietf-webtrans-http3 §9).
final class Http3 {
    static final long FRAME_DATA = 0x00;
    static final long FRAME_HEADERS = 0x01;
    static final long FRAME_CANCEL_PUSH = 0x03;
    static final long FRAME_SETTINGS = 0x04;
    static final long FRAME_PUSH_PROMISE = 0x05;
    static final long FRAME_GOAWAY = 0x07;
    static final long FRAME_MAX_PUSH_ID = 0x0d;

    /// Not a frame: the first bytes of a session's stream in both directions.
    static final long WEBTRANSPORT_BIDI = 0x41;

    static final long STREAM_CONTROL = 0x00;
    static final long STREAM_PUSH = 0x01;
    static final long STREAM_QPACK_ENCODER = 0x02;
    static final long STREAM_QPACK_DECODER = 0x03;
    static final long WEBTRANSPORT_UNI = 0x54;

    static final long CAPSULE_CLOSE_SESSION = 0x2843;
    static final long CAPSULE_RESERVED = 0x17;

    static final long NO_ERROR = 0x100;
    static final long GENERAL_PROTOCOL_ERROR = 0x101;
    static final long STREAM_CREATION_ERROR = 0x103;
    static final long CLOSED_CRITICAL_STREAM = 0x104;
    static final long FRAME_UNEXPECTED = 0x105;
    static final long FRAME_ERROR = 0x106;
    static final long EXCESSIVE_LOAD = 0x107;
    static final long ID_ERROR = 0x108;
    static final long SETTINGS_ERROR = 0x109;
    static final long MISSING_SETTINGS = 0x10a;
    static final long REQUEST_CANCELLED = 0x10c;
    static final long REQUEST_INCOMPLETE = 0x10d;
    static final long MESSAGE_ERROR = 0x10e;
    static final long QPACK_DECOMPRESSION_FAILED = 0x200;
    static final long BUFFERED_STREAM_REJECTED = 0x3994bd84L;
    static final long SESSION_GONE = 0x170d7b68L;

    private Http3() {}

    /// Whether a frame of this type means something in HTTP/2 only, and is forbidden here
    /// (RFC 9114 §7.2.8).
    static boolean reservedFrame(long type) {
        return type == 0x02 || type == 0x06 || type == 0x08 || type == 0x09;
    }
}
