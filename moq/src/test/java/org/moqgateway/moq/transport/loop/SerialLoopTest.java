package org.moqgateway.moq.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The tasks of one connection.
final class SerialLoopTest {
    private final SerialLoop loop = new SerialLoop();

    @Test
    void goesOnAfterATaskThatFailsInAnyWay() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        loop.execute(
                () -> {
                    done.countDown();
                    throw new StackOverflowError("a test's own");
                });
        loop.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
