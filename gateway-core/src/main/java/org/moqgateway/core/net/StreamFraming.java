package org.moqgateway.core.net;

/// How a stream is cut into messages.
public enum StreamFraming {
    /// STUN messages and ChannelData by their own lengths, the latter padded to four bytes (RFC
    /// 8656 §12.5). A message is given whole, with its header and without the padding.
    ///
    ///      0                   1                   2                   3
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |0 0|     STUN Message Type     |  Length without these 20 bytes|
    ///     |0 1|     Channel Number        |  Length without these 4 bytes |
    TURN(4),
    /// A length of 16 bits before each datagram (RFC 4571 §2). The datagram is given without it.
    ///
    ///      0                   1
    ///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
    ///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    ///     |   Length without these 2 bytes|  datagram …
    LENGTH_PREFIX(2);

    private final int headerBytes;

    StreamFraming(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    int headerBytes() {
        return headerBytes;
    }
}
