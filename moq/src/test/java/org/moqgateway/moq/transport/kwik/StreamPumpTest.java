package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.transport.loop.SerialLoop;

/// The end of a stream that is read.
final class StreamPumpTest {
    private final SerialLoop loop = new SerialLoop();
    private final SendScheduler scheduler = new SendScheduler(loop, () -> 0);
    private final CountDownLatch wakes = new CountDownLatch(1);
    private final AtomicBoolean endRead = new AtomicBoolean();

    private final StreamOwner owner =
            new StreamOwner() {
                @Override
                public TransportLoop loop() {
                    return loop;
                }

                @Override
                public SendScheduler scheduler() {
                    return scheduler;
                }

                @Override
                public boolean ended() {
                    return false;
                }

                @Override
                public long resetCode(long streamId) {
                    return 0;
                }

                @Override
                public void wake() {
                    if (endRead.get()) {
                        wakes.countDown();
                    }
                }

                @Override
                public void fault(RuntimeException cause) {
                    throw cause;
                }

                @Override
                public void sendingEnded(KwikStream stream) {}
            };

    private static final class Silent implements StreamReader {
        @Override
        public void data(ByteBuffer data) {}

        @Override
        public void finished() {}

        @Override
        public void reset(long code) {}
    }

    /// Kwik asks for the update of the peer's stream limit when the end is read, and sends it when
    /// its sender is woken the next time: else seconds later.
    @Test
    void wakesTheSenderWhenTheEndHasBeenRead() throws Exception {
        KwikStream stream = new KwikStream(owner, 0);
        stream.attach(new KwikSide(3), false);
        InputOfNothing input = new InputOfNothing(endRead);
        new StreamPump(owner, stream, input, new Silent()).start();
        assertThat(wakes.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static final class InputOfNothing extends InputStream {
        private final AtomicBoolean read;

        InputOfNothing(AtomicBoolean read) {
            this.read = read;
        }

        @Override
        public int read() {
            read.set(true);
            return -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            return read();
        }
    }
}
