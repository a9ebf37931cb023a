package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads the capsules of a session (RFC 9297 §3) out of the DATA frames of its CONNECT stream. Only
/// CLOSE_WEBTRANSPORT_SESSION is understood; DRAIN_WEBTRANSPORT_SESSION and all others are skipped.
final class CapsuleReader implements FrameReader.Handler {
    private static final int MAX_REASON_BYTES = 1024;

    /// Hears of the end.
    interface Listener {
        /// The peer closed the session.
        ///
        /// @param code its code, 32 bits
        void closeSession(long code, String reason);
    }

    private final FrameReader capsules = new FrameReader(this);
    private final Listener listener;

    CapsuleReader(Listener listener) {
        this.listener = listener;
    }

    /// Reads a part of a DATA frame.
    ///
    /// @throws Http3Exception when a capsule cannot be what it says
    void feed(ByteBuffer part) throws Http3Exception {
        capsules.feed(part);
    }

    @Override
    public FrameReader.Use begin(long type, long length) throws Http3Exception {
        if (type != Http3.CAPSULE_CLOSE_SESSION) {
            return FrameReader.Use.SKIP;
        }
        if (length < Integer.BYTES || length > Integer.BYTES + MAX_REASON_BYTES) {
            throw new Http3Exception(
                    Http3.MESSAGE_ERROR, "CLOSE_WEBTRANSPORT_SESSION of " + length + " bytes");
        }
        return FrameReader.Use.COLLECT;
    }

    @Override
    public void collected(long type, byte[] payload) {
        long code = ByteBuffer.wrap(payload).getInt() & 0xffff_ffffL;
        listener.closeSession(
                code,
                new String(
                        payload,
                        Integer.BYTES,
                        payload.length - Integer.BYTES,
                        StandardCharsets.UTF_8));
    }

    @Override
    public void part(ByteBuffer part) {}
}
