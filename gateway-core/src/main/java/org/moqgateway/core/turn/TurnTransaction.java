package org.moqgateway.core.turn;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request under way (RFC 8489 §6.2): its bytes, how often they were sent, and when again.
final class TurnTransaction {

    /// What a request leads to; one call.
    interface Ending {
        void succeeded(TurnMessage answer, long nowNanos);

        /// The server has refused or does not answer.
        ///
        /// @param code of the error, or [#NO_ANSWER]
        /// @param answer the error, null if there was none
        void failed(int code, @Nullable TurnMessage answer, long nowNanos);
    }

    static final int NO_ANSWER = 0;

    private static final long FIRST_TIMEOUT_NANOS = 500_000_000L;
    private static final int MOST_SENDS = 7;
    private static final int LAST_WAIT_FACTOR = 16;

    /// Ti, for what is sent once (RFC 8489 §6.2.2).
    private static final long STREAM_TIMEOUT_NANOS = 39_500_000_000L;

    private static final int MOST_RETRIES = 3;

    private final TurnMethod method;
    private final Consumer<TurnWriter> body;
    private final Ending ending;
    private byte[] id = {};
    private byte[] bytes = {};
    private @Nullable LongTermKey key;
    private int retries;
    private int sends;
    private long dueNanos;

    /// @param body writes what follows the header
    TurnTransaction(TurnMethod method, Consumer<TurnWriter> body, Ending ending) {
        this.method = method;
        this.body = body;
        this.ending = ending;
    }

    /// Makes the request's bytes, anew with another id for another nonce.
    void write(byte[] transactionId, @Nullable LongTermKey credentials) {
        TurnWriter writer = new TurnWriter(method.type(), transactionId);
        body.accept(writer);
        if (credentials != null) {
            writer.authenticate(credentials);
        }
        id = transactionId;
        key = credentials;
        sends = 0;
        bytes = writer.finish();
    }

    /// Notes that it was sent: over datagrams it is due again after 0.5, 1, 2, 4, 8, 16 s, and has
    /// failed 8 s after the seventh time.
    void sent(boolean stream, long nowNanos) {
        sends++;
        int factor = sends < MOST_SENDS ? 1 << (sends - 1) : LAST_WAIT_FACTOR;
        dueNanos = nowNanos + (stream ? STREAM_TIMEOUT_NANOS : factor * FIRST_TIMEOUT_NANOS);
    }

    /// Whether it was sent often enough; called when it is due.
    boolean exhausted(boolean stream) {
        return stream || sends >= MOST_SENDS;
    }

    /// Whether it may be asked once more with what the server has told; a server that is never
    /// content must not keep us busy.
    boolean mayRetry() {
        return ++retries <= MOST_RETRIES;
    }

    void insistNoMore() {
        retries = MOST_RETRIES;
    }

    TurnMethod method() {
        return method;
    }

    byte[] id() {
        return id;
    }

    byte[] bytes() {
        return bytes;
    }

    /// What it was authenticated with, null if with nothing.
    @Nullable LongTermKey key() {
        return key;
    }

    Ending ending() {
        return ending;
    }

    long dueNanos() {
        return dueNanos;
    }
}
