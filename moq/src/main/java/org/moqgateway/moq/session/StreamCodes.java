package org.moqgateway.moq.session;

import org.moqgateway.moq.transport.TransportKind;

/// How a code of the stream registry stands in RESET_STREAM and STOP_SENDING.
///
/// On raw QUIC upstream's programs put it where WebTransport does (draft-ietf-webtrans-http3 §4.4),
/// and take any other number for no code at all. The other bindings carry it as it is, or map it
/// themselves. A peer on raw QUIC that does not map its codes is understood too.
final class StreamCodes {
    private static final long FIRST = 0x52e4a40fa8dbL;
    private static final long LAST = 0x52e5ac983162L;
    private static final long GREATEST = 0xffff_ffffL;

    // Of 31 numbers one is HTTP/3's own.
    private static final int RUN = 31;

    private final boolean mapped;

    StreamCodes(TransportKind kind) {
        mapped = kind == TransportKind.QUIC;
    }

    /// The number to send.
    long toWire(long code) {
        if (!mapped) {
            return code;
        }
        long sent = Math.clamp(code, 0, GREATEST);
        return FIRST + sent + sent / (RUN - 1);
    }

    /// The code of a number that came.
    long fromWire(long number) {
        if (!mapped || number < FIRST || number > LAST) {
            return number;
        }
        long shifted = number - FIRST;
        return shifted - shifted / RUN;
    }
}
