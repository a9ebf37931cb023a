package org.moqgateway.server.browser;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.IncomingSession;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.SessionAcceptor;
import org.moqgateway.moq.transport.StreamReader;

/// Lets in who asks for another target than `/closed`, and does what the streams say: a stream in
/// both directions is echoed; one in one direction is a command.
///
/// - `say x` opens a stream that says x
/// - `reset` opens a stream, says a word and resets it with 9
/// - `stop` stops the next stream with 7
/// - `close` closes the session with 5
final class EchoSessions implements SessionAcceptor {
    static final long RESET_CODE = 9;
    static final long STOP_CODE = 7;
    static final long CLOSE_CODE = 5;

    /// What the sessions were asked for.
    final BlockingQueue<String> targets = new LinkedBlockingQueue<>();

    /// How they ended.
    final BlockingQueue<CloseReason> endings = new LinkedBlockingQueue<>();

    /// Codes with which the browser has reset or stopped streams.
    final BlockingQueue<Long> codes = new LinkedBlockingQueue<>();

    @Override
    public void incoming(IncomingSession session) {
        targets.add(session.host() + " " + session.target());
        if ("/closed".equals(session.target())) {
            session.reject(403, 1, "closed");
            return;
        }
        Connection connection = session.accept(session.protocols().getFirst());
        connection.start(new Echo(connection));
    }

    private final class Echo implements ConnectionListener {
        private final Connection connection;
        private boolean stopNext;

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void uniStream(ReceiveStream stream) {
            if (stopNext) {
                stopNext = false;
                stream.reader(new Whole(_ -> {}));
                stream.stop(STOP_CODE);
            } else {
                stream.reader(new Whole(this::command));
            }
        }

        private void command(String text) {
            if (text.startsWith("say ")) {
                say(text.substring("say ".length())).finish();
            } else if (text.equals("reset")) {
                SendStream stream = say("half a w");
                // Later, so that a browser learns of the stream before its reset.
                connection.loop().schedule(() -> stream.reset(RESET_CODE), 100_000_000L);
            } else if (text.equals("stop")) {
                stopNext = true;
                say("ready").finish();
            } else {
                connection.close(CLOSE_CODE, "enough");
            }
        }

        private SendStream say(String text) {
            SendStream stream = connection.openUni();
            stream.onStopped(codes::add);
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            return stream;
        }

        @Override
        public void bidiStream(BidiStream stream) {
            stream.reader(
                    new Whole(
                            text -> {
                                stream.write(text.getBytes(StandardCharsets.UTF_8));
                                stream.finish();
                            }));
        }

        @Override
        public void datagram(ByteBuffer datagram) {
            connection.sendDatagram(datagram);
        }

        @Override
        public void closed(CloseReason reason) {
            endings.add(reason);
        }
    }

    /// A whole stream as text.
    private final class Whole implements StreamReader {
        private final Consumer<String> then;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Whole(Consumer<String> then) {
            this.then = then;
        }

        @Override
        public void data(ByteBuffer data) {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void finished() {
            then.accept(bytes.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void reset(long code) {
            codes.add(code);
        }
    }
}
