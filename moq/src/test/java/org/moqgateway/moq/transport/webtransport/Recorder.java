package org.moqgateway.moq.transport.webtransport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;

/// Writes down what a connection's peer does.
final class Recorder implements ConnectionListener {
    /// What came on a stream.
    static final class Heard implements StreamReader {
        final ReceiveStream stream;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean finished;
        long resetCode = -1;

        Heard(ReceiveStream stream) {
            this.stream = stream;
            stream.reader(this);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        BidiStream bidi() {
            return (BidiStream) stream;
        }

        @Override
        public void data(ByteBuffer data) {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            bytes.writeBytes(copy);
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

    final List<Heard> uni = new ArrayList<>();
    final List<Heard> bidi = new ArrayList<>();
    final List<String> datagrams = new ArrayList<>();
    @Nullable CloseReason closed;

    /// The n-th stream in one direction.
    Heard uni(int index) {
        return uni.get(index);
    }

    @Override
    public void uniStream(ReceiveStream stream) {
        uni.add(new Heard(stream));
    }

    @Override
    public void bidiStream(BidiStream stream) {
        bidi.add(new Heard(stream));
    }

    @Override
    public void datagram(ByteBuffer datagram) {
        datagrams.add(StandardCharsets.UTF_8.decode(datagram).toString());
    }

    @Override
    public void closed(CloseReason reason) {
        closed = reason;
    }
}
