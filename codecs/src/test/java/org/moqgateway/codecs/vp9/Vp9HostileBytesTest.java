package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

class Vp9HostileBytesTest {
    private static final int LIMIT = 4 * 1024;
    private static final int LONGEST_INDEX = 2 + 4 * 8;

    private final Random random = new Random(90);
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
        assertRecovers(feed);
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
                    int at = random.nextInt(Math.min(mutated.length, 24));
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
        Vp9Packetizer packetizer = new Vp9Packetizer();
        Vp9LayerFilter filter = new Vp9LayerFilter(new LayerLimit(0, 0));
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            feed.push(i / 5, random.nextInt(5) == 0, noise);
            if (noise.length > 1 && random.nextBoolean()) {
                noise[0] = (byte) (0x82 | (noise[0] & 7));
                noise[noise.length - 1] = (byte) 0xc0;
                noise[Math.max(0, noise.length - 3)] = (byte) 0xc0;
                noise[noise.length - 2] = (byte) (noise.length - 3);
            }
            PacketizedFrame frame = packetizer.packetize(noise, 0, noise.length, 100);
            assertThat(frame.totalBytes()).isLessThanOrEqualTo(noise.length + 50);
            assertThat(filter.filter(noise, 0, noise.length, random.nextBoolean()).length)
                    .isLessThanOrEqualTo(noise.length);
        }
        assertBounded(feed);
        assertRecovers(feed);
    }

    private static PacketFeed feed() {
        return new PacketFeed(new Vp9Depacketizer(LIMIT));
    }

    private static void assertBounded(PacketFeed feed) {
        for (EncodedFrame frame : feed.sink().frames()) {
            assertThat(frame.payload().length).isBetween(1, LIMIT + LONGEST_INDEX);
        }
    }

    private static void assertRecovers(PacketFeed feed) {
        byte[] keyframe = RecordedLayers.stored(RecordedLayers.L3T3, 2).getFirst();
        feed.frame(-5, new Vp9Packetizer().packetize(keyframe, 0, keyframe.length, 250));

        assertThat(feed.sink().frames().getLast().payload()).isEqualTo(keyframe);
        assertThat(feed.sink().frames().getLast().keyframe()).isTrue();
    }

    private static List<byte[]> payloads() {
        Vp9Packetizer packetizer = new Vp9Packetizer();
        List<byte[]> all = new ArrayList<>();
        List<byte[]> pictures = new ArrayList<>(RecordedFrames.ALTERNATE_REFERENCE);
        pictures.addAll(RecordedLayers.stored(RecordedLayers.L3T3_KEY, 2));
        for (byte[] picture : pictures) {
            PacketizedFrame packetized = packetizer.packetize(picture, 0, picture.length, 100);
            for (int p = 0; p < packetized.count(); p++) {
                all.add(PacketFeed.payload(packetized, p));
            }
        }
        return all;
    }
}
