package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.nal.Feed;

class H265HostileBytesTest {
    private static final int LIMIT = 64 * 1024;

    private final Random random = new Random(90);
    private final List<byte[]> payloads = payloads();

    @Test
    void takesEveryPrefixOfEveryPayload() {
        Feed feed = new Feed(new H265Depacketizer(LIMIT));
        int rtpTimestamp = 0;
        for (byte[] payload : payloads) {
            for (int length = 0; length < payload.length; length++) {
                feed.push(rtpTimestamp++, true, Arrays.copyOf(payload, length));
            }
        }
        assertBounded(feed);
    }

    @Test
    void refusesEveryPrefixOfAnAggregate() {
        byte[] aggregate = payloads.getFirst();
        assertThat(aggregate[0]).isEqualTo((byte) 0x60);
        for (int length = 1; length < aggregate.length; length++) {
            Feed feed = new Feed(new H265Depacketizer());
            feed.push(1, true, Arrays.copyOf(aggregate, length));
            assertThat(feed.sink.frames()).isEmpty();
        }
    }

    @Test
    void takesMutationsOfValidStreams() {
        for (int round = 0; round < 300; round++) {
            Feed feed = new Feed(new H265Depacketizer(LIMIT));
            int rtpTimestamp = 0;
            for (byte[] payload : payloads) {
                byte[] mutated = payload.clone();
                int mutations = random.nextInt(4);
                for (int i = 0; i < mutations; i++) {
                    mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
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
            Feed feed = new Feed(new H265Depacketizer(LIMIT));
            for (byte[] payload : shuffled) {
                feed.push(random.nextInt(3), random.nextBoolean(), payload);
            }
            assertBounded(feed);
        }
    }

    @Test
    void takesNoise() {
        Feed feed = new Feed(new H265Depacketizer(LIMIT));
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = Nals.randomBytes(random, random.nextInt(60));
            feed.push(i / 5, random.nextInt(5) == 0, noise);
        }
        assertBounded(feed);
        H265Packetizer packetizer = new H265Packetizer();
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = Nals.randomBytes(random, random.nextInt(300));
            for (int n = 0; n < noise.length; n++) {
                noise[n] = (byte) (noise[n] % 5);
            }
            PacketizedFrame frame = packetizer.packetize(noise, 0, noise.length, 4 + i % 50);
            assertThat(frame.totalBytes()).isLessThanOrEqualTo(4 * noise.length);
        }
    }

    private static void assertBounded(Feed feed) {
        int setsAndFrame = LIMIT + 64 * 1024 + 4 * (16 + 16 + 64);
        for (EncodedFrame frame : feed.sink.frames()) {
            assertThat(frame.payload().length).isLessThanOrEqualTo(setsAndFrame);
        }
    }

    private List<byte[]> payloads() {
        RandomStream stream = new RandomStream(random);
        H265Packetizer packetizer = new H265Packetizer();
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<byte[]> nals = i % 3 == 0 ? stream.keyframe(900) : stream.delta(900);
            byte[] frame = stream.withMixedStartCodes(nals);
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 250);
            for (int p = 0; p < packetized.count(); p++) {
                all.add(Feed.payload(packetized, p));
            }
        }
        return all;
    }
}
