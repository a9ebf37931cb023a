package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.Pair;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.Received;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.Side;
import org.moqgateway.moq.transport.quic.StackEndpoints;
import org.moqgateway.moq.transport.quic.StackEndpoints.Binding;
import org.moqgateway.moq.transport.quic.StackEndpoints.Setup;
import org.moqgateway.moq.transport.quic.StackEndpoints.Stack;

/// What Netty's codec does not do by itself.
@Timeout(120)
class NettyStreamIT {
    /// Beyond an int: the first code of WebTransport's range.
    private static final long LARGE_CODE = 0x52e4_a40f_a8dbL;

    private static Pair open(QuicLimits limits) throws Exception {
        List<String> protocols = List.of("moq-lite-05");
        Setup setup = new Setup(Stack.NETTY, Stack.NETTY, Binding.RAW);
        return Pair.direct(new StackEndpoints(setup, protocols, limits), protocols);
    }

    @Test
    void carriesCodesBeyondAnInt() throws Exception {
        try (Pair pair = open(QuicLimits.DEFAULT)) {
            Side client = pair.client();
            SendStream stream = client.call(client.connection::openUni);
            client.run(() -> stream.write(Received.pattern(10)));
            Received received = pair.server().next();
            received.awaitData();
            client.run(() -> stream.reset(LARGE_CODE));
            assertThat(received.awaitReset()).isEqualTo(LARGE_CODE);
        }
    }

    @Test
    void stoppingBothWaysOfAStreamEndsItWhateverTheCode() throws Exception {
        try (Pair pair = open(QuicLimits.DEFAULT)) {
            Side client = pair.client();
            AtomicInteger stops = new AtomicInteger();
            BidiStream stream = client.call(client.connection::openBidi);
            Received answer = client.call(() -> new Received(stream, stream));
            client.run(
                    () -> {
                        stream.onStopped(code -> stops.incrementAndGet());
                        stream.write(Received.pattern(10));
                    });
            Received received = pair.server().next();
            received.awaitData();
            BidiStream there = (BidiStream) received.stream;
            pair.server()
                    .run(
                            () -> {
                                there.stop(LARGE_CODE);
                                there.reset(LARGE_CODE);
                            });
            assertThat(answer.awaitReset()).isEqualTo(LARGE_CODE);
            while (stops.get() == 0) {
                client.run(() -> {});
            }
            assertThat(stops).hasValue(1);
        }
    }

    /// Streams that end by resets and stops must make room for others, at the peer and here.
    @Test
    void streamsThatAreCutShortAreForgotten() throws Exception {
        try (Pair pair = open(QuicLimits.DEFAULT.withStreams(64))) {
            Side client = pair.client();
            for (int i = 0; i < 400; i++) {
                BidiStream stream = client.call(client.connection::openBidi);
                boolean byClient = i % 2 == 0;
                client.run(() -> stream.write(Received.pattern(10)));
                client.run(() -> stream.reader(new Ignoring()));
                Received received = pair.server().next();
                received.awaitData();
                BidiStream there = (BidiStream) received.stream;
                if (byClient) {
                    client.run(
                            () -> {
                                stream.reset(1);
                                stream.stop(2);
                            });
                    received.awaitReset();
                    pair.server().run(() -> there.finish());
                } else {
                    pair.server()
                            .run(
                                    () -> {
                                        there.stop(3);
                                        there.reset(4);
                                    });
                }
            }
        }
    }

    private static final class Ignoring implements org.moqgateway.moq.transport.StreamReader {
        @Override
        public void data(java.nio.ByteBuffer bytes) {}

        @Override
        public void finished() {}

        @Override
        public void reset(long code) {}
    }
}
