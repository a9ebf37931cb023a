package org.moqgateway.moq.transport.webtransport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.ManualLoop;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;

/// One end of a raw connection in memory: every call reaches the other end as a task of the loop,
/// in order. Flow control and loss do not exist.
final class MemoryConnection implements Connection {
    private static final int MAX_DATAGRAM_BYTES = 1200;

    final ManualLoop loop;
    private final String protocol;
    private final boolean server;
    private final Queue<Runnable> early = new ArrayDeque<>();
    private final Map<Long, MemoryStream> streams = new HashMap<>();
    private @Nullable MemoryConnection other;
    private @Nullable ConnectionListener listener;
    private @Nullable CloseReason ending;
    private @Nullable MemoryStream last;
    private final long[] streamsOpened = new long[2];

    private MemoryConnection(ManualLoop loop, String protocol, boolean server) {
        this.loop = loop;
        this.protocol = protocol;
        this.server = server;
    }

    /// Both ends of a connection.
    record Pair(MemoryConnection client, MemoryConnection server, ManualLoop loop) {
        /// A new connection that agreed on a protocol.
        static Pair of(String protocol) {
            ManualLoop loop = new ManualLoop();
            MemoryConnection client = new MemoryConnection(loop, protocol, false);
            MemoryConnection server = new MemoryConnection(loop, protocol, true);
            client.other = server;
            server.other = client;
            return new Pair(client, server, loop);
        }
    }

    /// How it ended; null while it lives.
    @Nullable CloseReason ending() {
        return ending;
    }

    /// The stream that was opened last at this end.
    MemoryStream lastOpened() {
        return Objects.requireNonNull(last);
    }

    private void post(Runnable delivery) {
        if (listener == null) {
            early.add(delivery);
        } else {
            loop.execute(delivery);
        }
    }

    /// Does something to a stream at the other end.
    void toPeer(long id, BiConsumer<MemoryConnection, MemoryStream> what) {
        MemoryConnection to = Objects.requireNonNull(other);
        to.post(
                () -> {
                    if (to.ending == null) {
                        what.accept(to, to.incoming(id));
                    }
                });
    }

    private MemoryStream incoming(long id) {
        MemoryStream known = streams.get(id);
        if (known != null) {
            return known;
        }
        MemoryStream stream = new MemoryStream(this, id);
        streams.put(id, stream);
        ConnectionListener to = Objects.requireNonNull(listener);
        if ((id & 2) != 0) {
            to.uniStream(stream);
        } else {
            to.bidiStream(stream);
        }
        return stream;
    }

    private MemoryStream open(int direction) {
        long id = streamsOpened[direction]++ << 2 | direction << 1 | (server ? 1 : 0);
        MemoryStream stream = new MemoryStream(this, id);
        streams.put(id, stream);
        last = stream;
        if (ending != null) {
            stream.reset(0);
        }
        return stream;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.QUIC;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public @Nullable String target() {
        return null;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("peer", 443);
    }

    @Override
    public ManualLoop loop() {
        return loop;
    }

    @Override
    public void start(ConnectionListener connectionListener) {
        listener = connectionListener;
        for (Runnable task = early.poll(); task != null; task = early.poll()) {
            loop.execute(task);
        }
    }

    @Override
    public SendStream openUni() {
        return open(1);
    }

    @Override
    public BidiStream openBidi() {
        return open(0);
    }

    @Override
    public int maxDatagramBytes() {
        return MAX_DATAGRAM_BYTES;
    }

    @Override
    public boolean sendDatagram(ByteBuffer datagram) {
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(copy);
        MemoryConnection to = Objects.requireNonNull(other);
        to.post(
                () -> {
                    if (to.ending == null && to.listener != null) {
                        to.listener.datagram(ByteBuffer.wrap(copy).asReadOnlyBuffer());
                    }
                });
        return true;
    }

    @Override
    public PathStats stats() {
        return PathStats.UNKNOWN;
    }

    @Override
    public void close(long code, String reason) {
        MemoryConnection to = Objects.requireNonNull(other);
        loop.execute(() -> end(new CloseReason(CloseReason.By.LOCAL, code, reason)));
        to.post(() -> to.end(new CloseReason(CloseReason.By.PEER, code, reason)));
    }

    private void end(CloseReason reason) {
        if (ending == null) {
            ending = reason;
            if (listener != null) {
                listener.closed(reason);
            }
        }
    }
}
