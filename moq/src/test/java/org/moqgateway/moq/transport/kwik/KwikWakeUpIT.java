package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.Pair;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.Received;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.Side;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportContract;
import org.moqgateway.moq.transport.quic.StackEndpoints;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Setup;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// What can keep a stream inside Kwik for ever: an empty piece before its end, and a reader that
/// fails.
@Timeout(60)
final class KwikWakeUpIT {
    private static final Setup SETUP = new Setup(Stack.KWIK, Stack.KWIK, Binding.RAW);

    private static StackEndpoints open(QuicLimits limits) throws Exception {
        return new StackEndpoints(SETUP, TransportContract.PROTOCOLS, limits);
    }

    @Test
    void aStreamEndsAfterItsSenderWasWoken() throws Exception {
        try (Pair pair = Pair.direct(open(QuicLimits.DEFAULT), TransportContract.PROTOCOLS)) {
            for (Side side : pair.sides()) {
                SendStream stream = side.call(side.connection::openUni);
                side.run(() -> stream.write(Received.pattern(100)));
                Received there = pair.opposite(side).next();
                there.awaitData();
                side.run(((KwikStream) stream)::nudge);
                side.run(stream::finish);
                there.awaitFinished(100);
            }
        }
    }

    /// Reads streams and fails.
    private static final class Failing implements ConnectionListener {
        @Override
        public void uniStream(ReceiveStream stream) {
            stream.reader(
                    new StreamReader() {
                        @Override
                        public void data(ByteBuffer data) {
                            throw new IllegalStateException("a test's own fault");
                        }

                        @Override
                        public void finished() {}

                        @Override
                        public void reset(long code) {}
                    });
        }

        @Override
        public void bidiStream(BidiStream stream) {}

        @Override
        public void datagram(ByteBuffer datagram) {}

        @Override
        public void closed(CloseReason reason) {}
    }

    @Test
    void aReaderThatFailsEndsItsConnection() throws Exception {
        try (StackEndpoints endpoints = open(QuicLimits.DEFAULT)) {
            Side client =
                    new Side(
                            endpoints.dial(
                                    endpoints.address(),
                                    TransportContract.PROTOCOLS,
                                    endpoints.trust()));
            Connection server = endpoints.accepted();
            server.loop().execute(() -> server.start(new Failing()));
            client.run(() -> client.connection.openUni().write(Received.pattern(50)));
            assertThat(client.ended().by()).isEqualTo(CloseReason.By.PEER);
        }
    }
}
