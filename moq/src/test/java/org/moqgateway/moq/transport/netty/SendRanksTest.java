package org.moqgateway.moq.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SendRanksTest {
    private int calls;

    private final class Stream implements SendRanks.Ranked {
        private long order;
        private int urgency = SendRanks.NONE;

        Stream(long order) {
            this.order = order;
        }

        @Override
        public long order() {
            return order;
        }

        @Override
        public int urgency() {
            return urgency;
        }

        @Override
        public void urgency(int urgency) {
            calls++;
            this.urgency = urgency;
        }
    }

    private final SendRanks ranks = new SendRanks();

    @Test
    void aNewerGroupGoesAheadAtTheCostOfOneCall() {
        List<Stream> open = new ArrayList<>();
        for (int group = 0; group < 1000; group++) {
            Stream next = new Stream(group);
            ranks.add(next);
            open.add(next);
            if (open.size() > 3) {
                ranks.remove(open.removeFirst());
            }
            assertOrdered(open);
        }
        assertThat(calls).isLessThan(1050);
    }

    @Test
    void equalOrdersShareAnUrgency() {
        Stream a = new Stream(5);
        Stream b = new Stream(5);
        ranks.add(a);
        ranks.add(b);
        assertThat(b.urgency()).isEqualTo(a.urgency());
    }

    @Test
    void keepsAnyOrderThroughAnyChanges() {
        Random random = new Random(3);
        List<Stream> open = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            int what = random.nextInt(3);
            if (open.size() < 4 || (what == 0 && open.size() < 60)) {
                Stream next = new Stream(random.nextLong());
                ranks.add(next);
                open.add(next);
            } else if (what == 1) {
                Stream changed = open.get(random.nextInt(open.size()));
                changed.order = random.nextLong();
                ranks.changed(changed);
            } else {
                ranks.remove(open.remove(random.nextInt(open.size())));
            }
            assertOrdered(open);
        }
    }

    @Test
    void moreOrdersThanUrgenciesKeepTheMostUrgentApart() {
        List<Stream> open = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Stream next = new Stream(i);
            ranks.add(next);
            open.add(next);
        }
        assertThat(open.getLast().urgency()).isLessThan(open.get(298).urgency());
        assertThat(open).allMatch(stream -> stream.urgency() >= 1 && stream.urgency() <= 126);
    }

    private static void assertOrdered(List<Stream> open) {
        List<Stream> sorted = new ArrayList<>(open);
        sorted.sort(Comparator.comparingLong(Stream::order).reversed());
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i).urgency()).isBetween(sorted.get(i - 1).urgency() + 1, 126);
        }
    }
}
