package org.moqgateway.moq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.transport.ManualLoop;
import org.moqgateway.moq.transport.TransportLoop;

/// What a connection hands to Kwik, and when.
final class SendSchedulerTest {
    private static final long MILLI_NANOS = 1_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final SendScheduler scheduler = new SendScheduler(loop, () -> this.lost);
    private final List<KwikStream> over = new ArrayList<>();
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
                    wakes++;
                }

                @Override
                public void fault(RuntimeException cause) {
                    throw cause;
                }

                @Override
                public void sendingEnded(KwikStream stream) {
                    over.add(stream);
                }
            };

    private int streams;
    private long lost;
    private int wakes;

    private record Both(KwikStream stream, KwikSide kwik) {
        /// Everything that Kwik was given has left.
        void leave() {
            stream.sent = kwik.taken.size();
            stream.endSent = kwik.closed;
        }
    }

    private Both open(long order) {
        KwikSide kwik = new KwikSide(streams * 4 + 2);
        KwikStream stream = new KwikStream(owner, streams++);
        stream.sendOrder(order);
        stream.attach(kwik, true);
        return new Both(stream, kwik);
    }

    @Test
    void keepsLittleInsideKwik() {
        List<Both> all = List.of(open(0), open(0), open(0), open(0));
        for (Both one : all) {
            one.stream().write(new byte[100_000]);
        }
        loop.run();
        assertThat(all.stream().mapToInt(one -> one.kwik().taken.size()).sum())
                .isBetween(
                        SendScheduler.WINDOW_BYTES,
                        SendScheduler.WINDOW_BYTES + SendScheduler.PIECE_BYTES);
        assertThat(all.getFirst().kwik().taken.size())
                .isLessThan(SendScheduler.STREAM_WINDOW_BYTES + SendScheduler.PIECE_BYTES);
    }

    @Test
    void handsOverTheMostUrgentFirst() {
        Both low = open(1);
        Both high = open(2);
        low.stream().write(new byte[50_000]);
        high.stream().write(new byte[5_000]);
        loop.run();
        assertThat(high.kwik().taken.size()).isEqualTo(5_000);
        Both late = open(3);
        late.stream().write(new byte[3_000]);
        int before = low.kwik().taken.size();
        low.leave();
        high.leave();
        scheduler.progress();
        loop.run();
        assertThat(late.kwik().taken.size()).isEqualTo(3_000);
        assertThat(low.kwik().taken.size()).isGreaterThan(before);
    }

    @Test
    void ofEqualOrderTheOlderGoesFirst() {
        Both old = open(1);
        Both young = open(1);
        young.stream().write(new byte[1_000]);
        old.stream().write(new byte[7_000]);
        Both third = open(1);
        third.stream().write(new byte[50_000]);
        loop.run();
        assertThat(old.kwik().taken.size()).isEqualTo(7_000);
        assertThat(young.kwik().taken.size()).isEqualTo(1_000);
        assertThat(third.kwik().taken.size()).isLessThan(7_500);
    }

    @Test
    void aStreamThatThePeerHoldsBackDoesNotFillTheWindow() {
        List<Both> blocked = List.of(open(9), open(9), open(9));
        for (Both one : blocked) {
            one.stream().write(new byte[100_000]);
            one.stream().blocked = true;
        }
        Both free = open(1);
        free.stream().write(new byte[6_000]);
        loop.run();
        assertThat(free.kwik().taken.size()).isEqualTo(6_000);
    }

    @Test
    void endsAStreamOnlyWhenAllOfItHasLeft() {
        Both one = open(0);
        one.stream().write(new byte[2_000]);
        one.stream().finish();
        loop.run();
        assertThat(one.kwik().closed).isFalse();
        one.leave();
        scheduler.progress();
        loop.run();
        assertThat(one.kwik().closed).isTrue();
        one.leave();
        scheduler.progress();
        loop.pass(31 * MILLI_NANOS);
        assertThat(one.kwik().wakeUps).isZero();
        lost = 1;
        loop.pass(31 * MILLI_NANOS);
        assertThat(one.kwik().wakeUps).as("what was lost is sent again").isEqualTo(1);
        assertThat(over).isEmpty();
        loop.pass(SendScheduler.RECENT_NANOS + 60 * MILLI_NANOS);
        assertThat(over).containsExactly(one.stream());
    }

    @Test
    void resetsForRealAfterTheFinishWhileSomethingWaits() {
        Both one = open(0);
        one.stream().write(new byte[2_000]);
        one.stream().finish();
        loop.run();
        one.stream().reset(5);
        assertThat(one.kwik().resetCode).isEqualTo(5);
    }

    @Test
    void wakesASenderThatHasMissedItsWakeUp() {
        Both one = open(0);
        one.stream().write(new byte[5_000]);
        loop.run();
        loop.pass(29 * MILLI_NANOS);
        assertThat(one.kwik().wakeUps).isZero();
        loop.pass(2 * MILLI_NANOS);
        assertThat(one.kwik().wakeUps).isEqualTo(1);
        one.leave();
        loop.pass(1000 * MILLI_NANOS);
        assertThat(one.kwik().wakeUps).isLessThanOrEqualTo(2);
        assertThat(wakes).isEqualTo(one.kwik().wakeUps);
    }

    @Test
    void wakesASenderThatForgetsTheEnd() {
        Both one = open(0);
        one.stream().finish();
        loop.run();
        assertThat(one.kwik().closed).isTrue();
        loop.pass(31 * MILLI_NANOS);
        assertThat(one.kwik().wakeUps).isEqualTo(1);
    }

    @Test
    void lessUrgentStreamsWaitForWhatIsSentAgain() {
        Both high = open(2);
        high.stream().write(new byte[100]);
        loop.run();
        high.leave();
        scheduler.repeated(high.stream());
        Both low = open(1);
        low.stream().write(new byte[100]);
        Both higher = open(3);
        higher.stream().write(new byte[100]);
        loop.run();
        assertThat(higher.kwik().taken.size()).isEqualTo(100);
        assertThat(low.kwik().taken.size()).isZero();
        loop.pass(11 * MILLI_NANOS);
        assertThat(low.kwik().taken.size()).isEqualTo(100);
    }

    @Test
    void tellsWhenItIsWritableAgain() {
        Both one = open(0);
        List<String> told = new ArrayList<>();
        one.stream().onWritable(() -> told.add("writable"));
        one.stream().write(new byte[75_000]);
        loop.run();
        assertThat(one.stream().writable()).isFalse();
        assertThat(told).isEmpty();
        one.leave();
        scheduler.progress();
        loop.run();
        assertThat(told).containsExactly("writable");
        assertThat(one.stream().writable()).isTrue();
    }

    /// Kwik's own thread may have sent a piece at any moment after it was handed over.
    @Test
    void endsAStreamWhoseDataLeavesWhileItIsHandedOver() throws Exception {
        AtomicReference<Both> handed = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread kwik =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!over.get()) {
                                        Both next = handed.get();
                                        if (next != null && next.kwik().taken.size() > 0) {
                                            next.leave();
                                            handed.set(null);
                                        }
                                        Thread.onSpinWait();
                                    }
                                });
        try {
            for (int i = 0; i < 20_000; i++) {
                Both one = open(0);
                handed.set(one);
                one.stream().write(new byte[10]);
                one.stream().finish();
                loop.run();
                while (handed.get() != null) {
                    Thread.onSpinWait();
                }
                scheduler.progress();
                loop.run();
                assertThat(one.kwik().closed).as("end of stream %d", i).isTrue();
                one.leave();
            }
        } finally {
            over.set(true);
            kwik.join();
        }
    }
}
