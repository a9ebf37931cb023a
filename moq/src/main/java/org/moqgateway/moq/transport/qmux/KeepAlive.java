package org.moqgateway.moq.transport.qmux;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TransportLoop;

/// Notices a peer that is gone: asks for a sign of life now and then, measures the round trip by
/// the answers, and says when none came for too long.
final class KeepAlive {
    /// A peer that has not said its parameters by then never will.
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final TransportLoop loop;
    private final LongConsumer ask;
    private final Consumer<String> silent;
    private final long beganNanos;
    private long idleNanos;
    private long intervalNanos;
    private long heardNanos;
    private boolean established;
    private long requests;
    private long askedNanos;
    private boolean awaiting;
    private long rttNanos;
    private TransportLoop.@Nullable Timer timer;

    /// @param ask asks the peer for a sign of life; the numbers of the requests grow by one
    /// @param silent told, with the reason, that the peer is gone
    KeepAlive(TransportLoop loop, QuicLimits limits, LongConsumer ask, Consumer<String> silent) {
        this.loop = loop;
        this.ask = ask;
        this.silent = silent;
        this.beganNanos = loop.nowNanos();
        this.heardNanos = beganNanos;
        this.idleNanos = limits.idle().toNanos();
        long keepAlive = limits.keepAlive().toNanos();
        this.intervalNanos = keepAlive == 0 ? idleNanos / 3 : keepAlive;
        timer = loop.schedule(this::tick, intervalNanos);
    }

    /// Something came.
    void heard() {
        heardNanos = loop.nowNanos();
    }

    /// The peer has said its parameters.
    ///
    /// @param peerIdleMillis after which it gives up; 0 for never
    void established(long peerIdleMillis) {
        established = true;
        if (peerIdleMillis != 0) {
            idleNanos = Math.min(idleNanos, Duration.ofMillis(peerIdleMillis).toNanos());
            intervalNanos = Math.max(1_000_000, Math.min(intervalNanos, idleNanos / 3));
        }
        stop();
        ask();
    }

    /// The answer to a request.
    void answered(long sequence) {
        if (awaiting && sequence == requests - 1) {
            awaiting = false;
            long sample = loop.nowNanos() - askedNanos;
            rttNanos = rttNanos == 0 ? sample : rttNanos + (sample - rttNanos) / 8;
        }
    }

    /// How many requests were sent.
    long requests() {
        return requests;
    }

    /// Smoothed round-trip time; 0 before the first answer.
    long rttNanos() {
        return rttNanos;
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void tick() {
        long now = loop.nowNanos();
        if (now - heardNanos >= idleNanos) {
            silent.accept("nothing came for " + Duration.ofNanos(idleNanos).toMillis() + " ms");
        } else if (!established && now - beganNanos >= HANDSHAKE.toNanos()) {
            silent.accept("no transport parameters came");
        } else if (established) {
            ask();
        } else {
            timer = loop.schedule(this::tick, intervalNanos);
        }
    }

    private void ask() {
        askedNanos = loop.nowNanos();
        awaiting = true;
        timer = loop.schedule(this::tick, intervalNanos);
        ask.accept(requests++);
    }
}
