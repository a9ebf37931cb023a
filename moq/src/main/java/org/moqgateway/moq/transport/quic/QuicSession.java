package org.moqgateway.moq.transport.quic;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;

/// A client whose ALPN token names a MoQ version: its connection is the session.
final class QuicSession implements IncomingSession {
    private static final long DECISION_NANOS = 10_000_000_000L;
    private static final long TIMED_OUT = 0;

    private final Connection raw;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final TransportLoop.Timer deadline;

    QuicSession(Connection raw) {
        this.raw = raw;
        this.deadline = raw.loop().schedule(this::expire, DECISION_NANOS);
    }

    private void expire() {
        if (decided.compareAndSet(false, true)) {
            raw.close(TIMED_OUT, "not decided in time");
        }
    }

    @Override
    public TransportKind kind() {
        return raw.kind();
    }

    @Override
    public @Nullable String target() {
        return raw.target();
    }

    @Override
    public @Nullable String host() {
        return null;
    }

    @Override
    public List<String> protocols() {
        return List.of(raw.protocol());
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return raw.remoteAddress();
    }

    @Override
    public Connection accept(String protocol) {
        if (!protocol.equals(raw.protocol())) {
            throw new IllegalArgumentException("not offered: " + protocol);
        }
        if (decided.compareAndSet(false, true)) {
            deadline.cancel();
        }
        return raw;
    }

    @Override
    public void reject(int httpStatus, long code, String reason) {
        if (decided.compareAndSet(false, true)) {
            deadline.cancel();
            raw.close(code, reason);
        }
    }
}
