package org.moqgateway.moq.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.memory.MemoryConnection;

/// The other end, played by a test: it says bytes and remembers bytes.
final class Peer implements ConnectionListener {
    private static final StreamCodes CODES = new StreamCodes(TransportKind.QUIC);

    /// One stream, as the peer sees it.
    static final class Stream implements StreamReader {
        final @Nullable SendStream out;
        private final @Nullable ReceiveStream in;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private int read;
        boolean finished;
        long reset = -1;
        long stopped = -1;

        private Stream(@Nullable SendStream out, @Nullable ReceiveStream in) {
            this.out = out;
            this.in = in;
            if (out != null) {
                out.onStopped(number -> stopped = CODES.fromWire(number));
            }
        }

        @Override
        public void data(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                received.write(bytes.get());
            }
        }

        @Override
        public void finished() {
            finished = true;
        }

        @Override
        public void reset(long code) {
            reset = CODES.fromWire(code);
        }

        /// Gives the stream up with a code of the registry.
        void giveUp(long code) {
            Objects.requireNonNull(out).reset(CODES.toWire(code));
        }

        /// Says hex; blanks are for the eye.
        Stream say(String hex) {
            Objects.requireNonNull(out).write(bytes(hex));
            return this;
        }

        Stream finish() {
            Objects.requireNonNull(out).finish();
            return this;
        }

        void stop(long code) {
            Objects.requireNonNull(in).stop(code);
        }

        /// What came since the last call, as hex.
        String heard() {
            byte[] all = received.toByteArray();
            String hex = HexFormat.of().formatHex(all, read, all.length);
            read = all.length;
            return hex;
        }

        /// Everything that came.
        byte[] all() {
            return received.toByteArray();
        }
    }

    final MemoryConnection connection;
    final List<Stream> unis = new ArrayList<>();
    final List<Stream> bidis = new ArrayList<>();
    final List<byte[]> datagrams = new ArrayList<>();
    @Nullable CloseReason closed;

    Peer(MemoryConnection connection) {
        this.connection = connection;
        connection.start(this);
    }

    /// Opens a stream in both directions and says hex.
    Stream bidi(String hex) {
        BidiStream stream = connection.openBidi();
        Stream own = new Stream(stream, stream);
        stream.reader(own);
        return own.say(hex);
    }

    /// Opens a unidirectional stream and says hex.
    Stream uni(String hex) {
        return new Stream(connection.openUni(), null).say(hex);
    }

    /// The code that the session was closed with; -1 while it is open.
    long closeCode() {
        CloseReason reason = closed;
        return reason == null ? -1 : reason.code();
    }

    @Override
    public void uniStream(ReceiveStream stream) {
        Stream own = new Stream(null, stream);
        unis.add(own);
        stream.reader(own);
    }

    @Override
    public void bidiStream(BidiStream stream) {
        Stream own = new Stream(stream, stream);
        bidis.add(own);
        stream.reader(own);
    }

    @Override
    public void datagram(ByteBuffer datagram) {
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(copy);
        datagrams.add(copy);
    }

    @Override
    public void closed(CloseReason reason) {
        closed = reason;
    }

    /// The bytes that hex with blanks tells of.
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", "").toLowerCase(Locale.ROOT));
    }

    /// Hex of text.
    static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
