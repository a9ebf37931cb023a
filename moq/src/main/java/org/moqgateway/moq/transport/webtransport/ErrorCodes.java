package org.moqgateway.moq.transport.webtransport;

/// An application's stream codes within HTTP/3's (draft-ietf-webtrans-http3 §4.4): a range of 2^32
/// codes that leaves out every 31st, because those are reserved (RFC 9114 §8.1).
final class ErrorCodes {
    private static final long FIRST = 0x52e4a40fa8dbL;
    private static final long LAST = 0x52e5ac983162L;
    private static final long GREATEST = 0xffff_ffffL;
    private static final long RESERVED_EVERY = 0x1f;

    private ErrorCodes() {}

    /// The code on the wire.
    ///
    /// @param code of the application; above 2^32 - 1 it is sent as that
    static long toHttp3(long code) {
        long sent = Math.clamp(code, 0, GREATEST);
        return FIRST + sent + sent / (RESERVED_EVERY - 1);
    }

    /// Whether an application's code is meant.
    static boolean isApplication(long http3Code) {
        return http3Code >= FIRST && http3Code <= LAST;
    }

    /// The application's code; 0 where the code is HTTP/3's own.
    static long fromHttp3(long http3Code) {
        if (!isApplication(http3Code)) {
            return 0;
        }
        long shifted = http3Code - FIRST;
        return shifted - shifted / RESERVED_EVERY;
    }
}
