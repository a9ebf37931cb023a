package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.codecs.PacketizedFrame;

class Av1HostileBytesTest {
    private static final int LIMIT = 64 * 1024;

    private final Random random = new Random(91);
    private final List<byte[]> payloads = payloads();

    @Test
    void takesEveryPrefixOfEveryPayload() {
        Feed feed = new Feed(new Av1Depacketizer(LIMIT));
        int rtpTimestamp = 0;
        for (byte[] payload : payloads) {
            for (int length = 0; length < payload.length; length++) {
                feed.push(rtpTimestamp++, true, Arrays.copyOf(payload, length));
            }
        }
        assertBounded(feed);
    }

    @Test
    void takesMutationsOfValidStreams() {
        for (int round = 0; round < 300; round++) {
            Feed feed = new Feed(new Av1Depacketizer(LIMIT));
            int rtpTimestamp = 0;
            for (byte[] payload : payloads) {
                byte[] mutated = payload.clone();
                int mutations = random.nextInt(4);
                for (int i = 0; i < mutations; i++) {
                    mutated[random.nextInt(Math.min(40, mutated.length))] ^=
                            (byte) (1 << random.nextInt(8));
                }
                rtpTimestamp += random.nextInt(4) == 0 ? 1 : 0;
                if (random.nextInt(10) == 0) {
                    feed.gap();
                }
                feed.push(rtpTimestamp, random.nextInt(4) == 0, mutated);
            }
            assertBounded(feed);
        }
    }

    @Test
    void takesReorderedAndRepeatedPayloadsAlthoughNobodyShouldSendThem() {
        List<byte[]> shuffled = new ArrayList<>(payloads);
        shuffled.addAll(payloads);
        for (int round = 0; round < 300; round++) {
            Collections.shuffle(shuffled, random);
            Feed feed = new Feed(new Av1Depacketizer(LIMIT));
            for (byte[] payload : shuffled) {
                feed.push(random.nextInt(3), random.nextBoolean(), payload);
            }
            assertBounded(feed);
        }
    }

    @Test
    void takesNoise() {
        Feed feed = new Feed(new Av1Depacketizer(LIMIT));
        Av1Packetizer packetizer = new Av1Packetizer(true);
        Av1LayerFilter filter = new Av1LayerFilter(new LayerLimit(0, 0));
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            feed.push(i / 5, random.nextInt(5) == 0, noise);
            PacketizedFrame frame = packetizer.packetize(noise, 0, noise.length, 8 + i % 50);
            assertThat(frame.totalBytes()).isLessThanOrEqualTo(3 * noise.length);
            assertThat(filter.filter(noise, 0, noise.length, false).length)
                    .isLessThanOrEqualTo(noise.length);
        }
        assertBounded(feed);
    }

    @Test
    void recoversAtTheNextKeyframe() {
        Feed feed = new Feed(new Av1Depacketizer(LIMIT));
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            feed.push(i / 5, false, noise);
        }
        int before = feed.sink.frames().size();
        byte[] unit = SampleStreams.temporalUnits("aom-rt").getFirst();
        feed.frame(5000, new Av1Packetizer().packetize(unit, 0, unit.length, 1200));

        List<EncodedFrame> after =
                feed.sink.frames().subList(before, feed.sink.frames().size()).stream()
                        .filter(frame -> frame.rtpTimestamp() == 5000)
                        .toList();
        assertThat(after).hasSize(1);
        assertThat(after.getFirst().payload()).isEqualTo(unit);
    }

    private static void assertBounded(Feed feed) {
        for (EncodedFrame frame : feed.sink.frames()) {
            assertThat(frame.payload().length).isLessThanOrEqualTo(LIMIT + 2048);
        }
    }

    private static List<byte[]> payloads() {
        Av1Packetizer packetizer = new Av1Packetizer();
        List<byte[]> all = new ArrayList<>();
        for (byte[] unit : SampleStreams.temporalUnits("aom-arf-tiles").subList(0, 8)) {
            PacketizedFrame packetized = packetizer.packetize(unit, 0, unit.length, 250);
            for (int p = 0; p < packetized.count(); p++) {
                all.add(Feed.payload(packetized, p));
            }
        }
        return all;
    }
}
