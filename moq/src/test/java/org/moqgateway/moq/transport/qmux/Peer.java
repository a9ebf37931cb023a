package org.moqgateway.moq.transport.qmux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.ManualLoop;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportKind;

/// One end of a connection on a pipe that a test empties by hand, and what it heard.
final class Peer implements MessagePipe, ConnectionListener {
    final ManualLoop loop;
    final QmuxConnection connection;
    final Queue<byte[]> sent = new ArrayDeque<>();
    final List<Heard> streams = new ArrayList<>();
    final List<byte[]> datagrams = new ArrayList<>();
    @Nullable CloseReason closed;
    @Nullable String pipeClosed;
    int capacity = 2;
    int pings;
    boolean reading = true;
    private Runnable onWritable = () -> {};

    /// What came on one stream.
    static final class Heard implements StreamReader {
        final ReceiveStream stream;
        final @Nullable BidiStream bidi;
        long bytes;
        boolean finished;
        long resetCode = -1;

        Heard(ReceiveStream stream, @Nullable BidiStream bidi) {
            this.stream = stream;
            this.bidi = bidi;
        }

        @Override
        public void data(ByteBuffer data) {
            bytes += data.remaining();
        }

        @Override
        public void finished() {
            finished = true;
        }

        @Override
        public void reset(long code) {
            resetCode = code;
        }
    }

    Peer(ManualLoop loop, QmuxVersion version, boolean server, QuicLimits limits) {
        this.loop = loop;
        connection =
                new QmuxConnection(
                        new QmuxSettings(version, server, limits, List.of()),
                        new QmuxBinding(
                                TransportKind.WEBSOCKET,
                                "moq-lite-05",
                                "/",
                                new InetSocketAddress("localhost", 1)),
                        this,
                        loop);
    }

    /// A client and a server that have exchanged nothing yet.
    static Peer[] pair(QmuxVersion version, QuicLimits limits) {
        ManualLoop loop = new ManualLoop();
        return new Peer[] {
            new Peer(loop, version, false, limits), new Peer(loop, version, true, limits)
        };
    }

    /// Both said their parameters and listen.
    static Peer[] connected(QmuxVersion version, QuicLimits limits) {
        Peer[] pair = pair(version, limits);
        for (Peer peer : pair) {
            peer.connection.begin();
            peer.connection.start(peer);
        }
        exchange(pair);
        return pair;
    }

    /// Carries everything until nobody says anything more.
    static void exchange(Peer... pair) {
        pair[0].loop.run();
        while (!pair[0].sent.isEmpty() || !pair[1].sent.isEmpty()) {
            pair[0].carry(pair[1]);
            pair[1].carry(pair[0]);
        }
    }

    /// Carries one record, if there is any.
    boolean carry(Peer to) {
        byte[] record = sent.poll();
        if (record == null) {
            return false;
        }
        to.connection.received(ByteBuffer.wrap(record));
        onWritable.run();
        loop.run();
        return true;
    }

    @Override
    public boolean writable() {
        return sent.size() < capacity;
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void send(byte[] record) {
        sent.add(record);
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(String reason) {
        pipeClosed = reason;
    }

    @Override
    public void uniStream(ReceiveStream stream) {
        hear(new Heard(stream, null));
    }

    @Override
    public void bidiStream(BidiStream stream) {
        hear(new Heard(stream, stream));
    }

    private void hear(Heard heard) {
        streams.add(heard);
        if (reading) {
            heard.stream.reader(heard);
        }
    }

    @Override
    public void datagram(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        datagrams.add(bytes);
    }

    @Override
    public void closed(CloseReason reason) {
        closed = reason;
    }
}
