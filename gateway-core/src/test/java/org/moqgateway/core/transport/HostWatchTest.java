package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.core.net.Cancellable;

@Timeout(60)
class HostWatchTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");

    private final BlockingQueue<List<InetAddress>> told = new LinkedBlockingQueue<>();

    private boolean note(List<InetAddress> addresses) {
        return told.add(addresses);
    }

    private List<InetAddress> next() throws InterruptedException {
        List<InetAddress> next = told.poll(20, TimeUnit.SECONDS);
        return next == null ? List.of() : next;
    }

    @Test
    void tellsWhatHasChangedBeforeItWatched() throws Exception {
        HostWatch watch = new HostWatch(() -> List.of(ONE, TWO), 5);
        Cancellable watching = watch.watch(List.of(ONE), this::note);
        assertThat(next()).containsExactly(ONE, TWO);
        watching.cancel();
    }

    /// A lookup that fails is no news, and the next one that works is not the last.
    @Test
    void outlivesLookupsThatFail() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(3);
        HostWatch watch = new HostWatch(() -> lookup(rounds, failed), 5);
        Cancellable watching = watch.watch(List.of(ONE), this::note);
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(next()).containsExactly(TWO);
        watching.cancel();
    }

    private static List<InetAddress> lookup(AtomicInteger rounds, CountDownLatch failed)
            throws IOException {
        int round = rounds.incrementAndGet();
        if (round <= 3) {
            failed.countDown();
            if (round == 2) {
                throw new IllegalStateException("a bug");
            }
            throw new SocketException("Too many open files");
        }
        return List.of(TWO);
    }

    @Test
    void tellsAgainWhoIsNotDone() throws Exception {
        HostWatch watch = new HostWatch(() -> List.of(ONE, TWO), 5);
        AtomicInteger calls = new AtomicInteger();
        Cancellable watching =
                watch.watch(
                        List.of(ONE),
                        addresses -> {
                            assertThat(told.add(addresses)).isTrue();
                            return calls.incrementAndGet() == 2;
                        });
        assertThat(next()).containsExactly(ONE, TWO);
        assertThat(next()).containsExactly(ONE, TWO);
        assertThat(told.poll(200, TimeUnit.MILLISECONDS)).isNull();
        watching.cancel();
    }

    @Test
    void watchesAgainAfterNobodyDid() throws Exception {
        HostWatch watch = new HostWatch(() -> List.of(ONE), 5);
        watch.watch(List.of(ONE), this::note).cancel();
        Cancellable watching = watch.watch(List.of(TWO), this::note);
        assertThat(next()).containsExactly(ONE);
        watching.cancel();
    }
}
