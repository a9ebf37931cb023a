package org.moqgateway.moq.transport.kwik;

import org.moqgateway.moq.transport.TransportLoop;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.impl.Version;

/// Closes a connection so that the peer hears of it. Belongs to the loop but for [#confirmed].
final class Farewell {
    /// How often, and how many times, a close looks whether the handshake is confirmed.
    private static final long CONFIRMATION_NANOS = 10_000_000L;

    private static final int CONFIRMATION_LOOKS = 20;

    /// When the farewell is said once more, because Kwik says it once and a packet may be lost.
    private static final long[] FAREWELL_NANOS = {10_000_000L, 40_000_000L};

    private final QuicConnection quic;
    private final TransportLoop loop;
    private volatile boolean confirmed;

    Farewell(QuicConnection quic, TransportLoop loop) {
        this.quic = quic;
        this.loop = loop;
    }

    /// The handshake is confirmed. Any thread.
    void confirmed() {
        confirmed = true;
    }

    /// Closes when the handshake is confirmed (RFC 9001 §4.1.2), or has not been for a while.
    /// Before that Kwik puts the farewell behind a handshake packet, for which the peer may
    /// have no keys left, and a peer may drop a datagram whose first packet it cannot read.
    void close(long code, String reason) {
        close(code, reason, CONFIRMATION_LOOKS);
    }

    private void close(long code, String reason, int looks) {
        if (!confirmed && looks > 0) {
            loop.schedule(() -> close(code, reason, looks - 1), CONFIRMATION_NANOS);
            return;
        }
        quic.close(code, reason);
        for (long delay : FAREWELL_NANOS) {
            loop.schedule(() -> repeat(code, reason), delay);
        }
    }

    private void repeat(long code, String reason) {
        if (quic instanceof QuicConnectionImpl sender) {
            ConnectionCloseFrame frame =
                    new ConnectionCloseFrame(Version.getDefault(), code, false, reason);
            sender.send(frame, EncryptionLevel.App, _ -> {}, true);
        }
    }
}
