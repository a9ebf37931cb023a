package org.moqgateway.client;

import java.time.Duration;

/// Decides when the silence of a session is worth asking the remote about. One thread.
///
/// A peer that was killed says nothing, and neither does a camera that sends a picture every few
/// seconds: so a remote which answers that all is well is given twice as long the next time.
final class SilenceWatch {
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(30);

    private Duration patience;
    private long heardNanos;
    private long askedNanos;
    private boolean asking;

    /// @param patience the silence that is normal at first
    SilenceWatch(Duration patience, long nowNanos) {
        this.patience = patience;
        this.heardNanos = nowNanos;
        this.askedNanos = nowNanos;
    }

    /// Something came from the peer.
    void heard(long atNanos) {
        if (atNanos - heardNanos > 0) {
            heardNanos = atNanos;
            asking = false;
        }
    }

    /// The remote says that the session is well.
    void reassured(long nowNanos) {
        patience = patience.multipliedBy(2).compareTo(MOST) > 0 ? MOST : patience.multipliedBy(2);
        heardNanos = nowNanos;
        asking = false;
    }

    /// How long nothing came.
    Duration silence(long nowNanos) {
        return Duration.ofNanos(nowNanos - heardNanos);
    }

    /// Whether to ask now; from then on twice a second, until something is heard.
    boolean ask(long nowNanos) {
        boolean due =
                asking
                        ? nowNanos - askedNanos >= AGAIN.toNanos()
                        : silence(nowNanos).compareTo(patience) >= 0;
        if (due) {
            asking = true;
            askedNanos = nowNanos;
        }
        return due;
    }
}
