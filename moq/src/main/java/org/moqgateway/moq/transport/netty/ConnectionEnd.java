package org.moqgateway.moq.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.TransportLoop;

/// How a connection ends: by us, by the peer or by what lies between; the first reason stays.
/// Belongs to the loop, but for [#close] and [#open].
///
/// The channel is closed by a task of its own, wherever the wish came from: Netty may be walking
/// through quiche's streams, and would go on with a connection whose memory is gone.
final class ConnectionEnd {
    private static final int MOST_REASON_BYTES = 512;

    /// Netty tells nothing of a close whose reason is empty, not even the code.
    private static final String NO_REASON = "-";

    private final QuicChannel channel;
    private final TransportLoop loop;
    private final Runnable flush;
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable String fault;
    private boolean closing;
    private boolean over;

    /// @param flush hands over what waits to be sent
    ConnectionEnd(QuicChannel channel, TransportLoop loop, Runnable flush) {
        this.channel = channel;
        this.loop = loop;
        this.flush = flush;
    }

    /// Whether something may still be sent.
    boolean open() {
        return reason.get() == null && channel.isActive();
    }

    /// Whether listeners may still hear of streams: after the peer's close, of what it sent before.
    boolean delivers() {
        CloseReason known = reason.get();
        return !over && (known == null || known.by() == CloseReason.By.PEER);
    }

    /// The reason, once the channel is gone.
    @Nullable CloseReason over() {
        return over ? reason.get() : null;
    }

    /// Done when the channel is gone and its farewell has left. Any thread.
    CompletableFuture<Void> gone() {
        return gone;
    }

    void close(long code, String text) {
        if (reason.compareAndSet(null, new CloseReason(CloseReason.By.LOCAL, code, text))) {
            loop.execute(() -> closeChannel(code, text));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void closeChannel(long code, String text) {
        closing = true;
        flush.run();
        byte[] bytes = (text.isEmpty() ? NO_REASON : text).getBytes(UTF_8);
        byte[] some = bytes.length > MOST_REASON_BYTES ? shorten(bytes) : bytes;
        int known = Math.clamp(code, 0, Integer.MAX_VALUE);
        QuicheInternals.stopTimer(channel);
        channel.close(true, known, Unpooled.wrappedBuffer(some))
                .addListener(sent -> loop.execute(() -> gone.complete(null)));
    }

    /// Without cutting a character in two.
    private static byte[] shorten(byte[] bytes) {
        int length = MOST_REASON_BYTES;
        while ((bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    /// The peer has said farewell. quiche would wait for three probe timeouts before it lets go.
    void peerClosed(QuicConnectionCloseEvent close) {
        String given = new String(given(close), UTF_8);
        String text = given.equals(NO_REASON) ? "" : given;
        long code = Integer.toUnsignedLong(close.error());
        CloseReason why =
                close.isApplicationClose()
                        ? new CloseReason(CloseReason.By.PEER, code, text)
                        : new CloseReason(
                                CloseReason.By.TRANSPORT,
                                code,
                                "QUIC error 0x" + Long.toHexString(code) + " " + text);
        if (reason.compareAndSet(null, why)) {
            loop.execute(() -> closeChannel(0, ""));
        }
    }

    /// quiche does not like what came, and ends the connection by itself.
    void broken(Throwable cause) {
        fault = String.valueOf(cause.getMessage());
    }

    /// The channel is gone.
    void inactive() {
        reason.compareAndSet(null, withoutFarewell());
        over = true;
        if (!closing) {
            gone.complete(null);
        }
    }

    private CloseReason withoutFarewell() {
        if (channel.isTimedOut()) {
            return new CloseReason(CloseReason.By.TRANSPORT, 0, "no answer for the idle time");
        }
        String broken = fault;
        return broken == null
                ? new CloseReason(CloseReason.By.PEER, 0, "")
                : new CloseReason(CloseReason.By.TRANSPORT, 0, broken);
    }

    /// What the peer said; the event itself cannot be asked when that is nothing.
    private static byte[] given(QuicConnectionCloseEvent close) {
        try {
            return close.reason();
        } catch (NullPointerException e) {
            return new byte[0];
        }
    }
}
