package org.moqgateway.moq.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What came on one stream. Its bytes must be those of [#pattern]; a test's question blocks until
/// the answer is there.
public final class Received implements StreamReader {
    /// The stream.
    public final ReceiveStream stream;

    /// The other direction, if there is one.
    public final @Nullable BidiStream bidi;

    /// Bytes so far.
    public volatile long bytes;

    /// True when the peer finished it, its code when the peer reset it.
    final CompletableFuture<Object> end = new CompletableFuture<>();

    /// When the end came.
    public volatile long endNanos;

    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private @Nullable String fault;

    /// Reads it.
    public Received(ReceiveStream stream, @Nullable BidiStream bidi) {
        this.stream = stream;
        this.bidi = bidi;
        stream.reader(this);
    }

    /// The byte at an offset of every stream in these tests.
    public static byte patternAt(long offset) {
        return (byte) (offset * 31 + (offset >> 8));
    }

    /// That many bytes of it.
    public static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = patternAt(i);
        }
        return bytes;
    }

    @Override
    public void data(ByteBuffer data) {
        if (end.isDone()) {
            fault = "data after the end";
        }
        long offset = bytes;
        while (data.hasRemaining()) {
            if (data.get() != patternAt(offset) && fault == null) {
                fault = "a wrong byte at " + offset;
            }
            offset++;
        }
        bytes = offset;
        first.complete(true);
    }

    @Override
    public void finished() {
        end(true);
    }

    @Override
    public void reset(long code) {
        end(code);
    }

    private void end(Object how) {
        endNanos = System.nanoTime();
        if (!end.complete(how)) {
            fault = "a second end: " + how;
        }
    }

    /// Waits for the first byte.
    public void awaitData() throws Exception {
        first.get(Side.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Waits for the end, which must be a finish after so many correct bytes.
    public void awaitFinished(long expected) throws Exception {
        assertThat(end.get(Side.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(true);
        assertThat(fault).isNull();
        assertThat(bytes).isEqualTo(expected);
    }

    /// Waits for the end, which must be a reset.
    ///
    /// @return its code
    public long awaitReset() throws Exception {
        Object how = end.get(Side.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(how).isInstanceOf(Long.class);
        assertThat(fault).isNull();
        return (Long) how;
    }
}
