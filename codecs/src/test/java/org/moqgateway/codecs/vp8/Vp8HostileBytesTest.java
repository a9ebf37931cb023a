package org.moqgateway.codecs.vp8;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

class Vp8HostileBytesTest {
    private static final int LIMIT = 4 * 1024;

    private final Random random = new Random(80);
    private final List<byte[]> payloads = payloads();

    @Test
    void takesEveryPrefixOfEveryPayload() {
        PacketFeed feed = feed();
        int rtpTimestamp = 0;
        for (byte[] payload : payloads) {
            for (int length = 0; length < payload.length; length++) {
                feed.push(rtpTimestamp++, true, Arrays.copyOf(payload, length));
            }
        }
        assertBounded(feed);
    }

    @Test
    void takesMutationsOfValidStreamsAndRecovers() {
        for (int round = 0; round < 500; round++) {
            PacketFeed feed = feed();
            int rtpTimestamp = 0;
            for (byte[] payload : payloads) {
                byte[] mutated = payload.clone();
                int mutations = random.nextInt(4);
                for (int i = 0; i < mutations; i++) {
                    int at = random.nextInt(Math.min(mutated.length, 16));
                    mutated[at] ^= (byte) (1 << random.nextInt(8));
                }
                rtpTimestamp += random.nextInt(4) == 0 ? 1 : 0;
                if (random.nextInt(10) == 0) {
                    feed.gap();
                }
                feed.push(rtpTimestamp, random.nextInt(4) == 0, mutated);
            }
            assertBounded(feed);
            assertRecovers(feed);
        }
    }

    @Test
    void takesReorderedAndRepeatedPayloadsAlthoughNobodyShouldSendThem() {
        List<byte[]> shuffled = new ArrayList<>(payloads);
        shuffled.addAll(payloads);
        for (int round = 0; round < 300; round++) {
            Collections.shuffle(shuffled, random);
            PacketFeed feed = feed();
            for (byte[] payload : shuffled) {
                feed.push(random.nextInt(3), random.nextBoolean(), payload);
            }
            assertBounded(feed);
            assertRecovers(feed);
        }
    }

    @Test
    void takesNoise() {
        PacketFeed feed = feed();
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            feed.push(i / 5, random.nextInt(5) == 0, noise);
        }
        assertBounded(feed);
        assertRecovers(feed);
    }

    private static PacketFeed feed() {
        return new PacketFeed(new Vp8Depacketizer(LIMIT));
    }

    private static void assertBounded(PacketFeed feed) {
        for (EncodedFrame frame : feed.sink().frames()) {
            assertThat(frame.payload().length).isBetween(3, LIMIT);
        }
    }

    private static void assertRecovers(PacketFeed feed) {
        byte[] keyframe = RecordedFrames.GOPS.getFirst();
        PacketizedFrame packetized =
                new Vp8Packetizer().packetize(keyframe, 0, keyframe.length, 250);
        feed.frame(-5, packetized);

        assertThat(feed.sink().frames().getLast().payload()).isEqualTo(keyframe);
    }

    private static List<byte[]> payloads() {
        Vp8Packetizer packetizer = new Vp8Packetizer();
        List<byte[]> all = new ArrayList<>();
        for (byte[] frame : RecordedFrames.GOPS) {
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 60);
            for (int p = 0; p < packetized.count(); p++) {
                all.add(PacketFeed.payload(packetized, p));
            }
        }
        return all;
    }
}
