package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;

class Av1RoundTripTest {
    static final List<String> STREAMS = SampleStreams.NAMES;

    private final Random random = new Random(1);
    private final Av1Packetizer packetizer = new Av1Packetizer();

    @ParameterizedTest
    @FieldSource("STREAMS")
    void restoresEveryByteOfRealStreamsAtEveryPayloadSize(String name) {
        List<byte[]> units = SampleStreams.temporalUnits(name);
        for (int limit = 200; limit <= 1460; limit += limit < 1400 ? 20 : 1) {
            Feed feed = new Feed();
            for (int i = 0; i < units.size(); i++) {
                byte[] unit = units.get(i);
                PacketizedFrame packetized = packetizer.packetize(unit, 0, unit.length, limit);
                assertSizes(packetized, limit);
                feed.frame(i, packetized);
            }
            assertThat(feed.sink.drops()).isEmpty();
            assertThat(feed.sink.frames())
                    .extracting(EncodedFrame::payload)
                    .as("limit %d", limit)
                    .containsExactlyElementsOf(units);
        }
    }

    /// The payloads of a frame differ by no more than what an OBU boundary costs.
    private static void assertSizes(PacketizedFrame frame, int limit) {
        int largest = 0;
        for (int i = 0; i < frame.count(); i++) {
            assertThat(frame.length(i)).isBetween(2, limit);
            largest = Math.max(largest, frame.length(i));
        }
        for (int i = 0; i < frame.count() - 1; i++) {
            assertThat(frame.length(i)).isGreaterThanOrEqualTo(largest - 12);
        }
        if (frame.count() > 1) {
            int fewest = Math.ceilDiv(frame.totalBytes(), limit);
            assertThat(frame.count()).isBetween(fewest, fewest + 1);
        }
    }

    @Test
    void sendsTheLayersOfARealStreamAsOneFrame() {
        List<byte[]> units = SampleStreams.temporalUnits(SampleStreams.LAYERED);
        for (int limit = 200; limit <= 1460; limit += 30) {
            Feed feed = new Feed();
            for (int i = 0; i < units.size(); i++) {
                byte[] unit = units.get(i);
                PacketizedFrame packetized = packetizer.packetize(unit, 0, unit.length, limit);
                for (int p = 1; p < packetized.count(); p++) {
                    assertThat(packetized.data()[packetized.offset(p)] & 0x80).isNotZero();
                }
                feed.frame(i, packetized);
            }
            assertThat(feed.sink.drops()).isEmpty();
            assertThat(feed.sink.frames())
                    .extracting(EncodedFrame::payload)
                    .containsExactlyElementsOf(units);
            assertThat(feed.depacketizer.config().orElseThrow().codedWidth()).isEqualTo(640);
        }
    }

    @Test
    void restoresManySmallObusOfSeveralLayersAtTheSmallestPayloads() {
        for (int limit = 8; limit < 200; limit++) {
            List<byte[]> units = new ArrayList<>();
            Feed feed = new Feed();
            for (int i = 0; i < 5; i++) {
                byte[] unit = randomUnit(i == 0);
                units.add(unit);
                PacketizedFrame packetized = packetizer.packetize(unit, 0, unit.length, limit);
                for (int p = 0; p < packetized.count(); p++) {
                    assertThat(packetized.length(p)).isBetween(2, limit);
                }
                feed.frame(i, packetized);
            }
            assertThat(feed.sink.drops()).isEmpty();
            assertThat(feed.sink.frames())
                    .extracting(EncodedFrame::payload)
                    .as("limit %d", limit)
                    .containsExactlyElementsOf(units);
        }
    }

    private byte[] randomUnit(boolean key) {
        List<byte[]> obus = new ArrayList<>();
        if (key) {
            obus.add(Obus.obu(Obus.SEQUENCE_HEADER, Obus.SEQUENCE));
        }
        obus.add(Obus.obu(Obus.METADATA, (byte) 1, (byte) 2));
        for (int spatialId = 0; spatialId < 3; spatialId++) {
            int kind = key && spatialId == 0 ? Obus.KEY : Obus.INTER;
            byte[] header = Obus.frame(kind, 1 + random.nextInt(9), random);
            obus.add(Obus.layered(Obus.FRAME_HEADER, 1, spatialId, header));
            int tiles = random.nextInt(6);
            for (int i = 0; i < tiles; i++) {
                byte[] tile = new byte[random.nextInt(300)];
                random.nextBytes(tile);
                obus.add(Obus.layered(Obus.TILE_GROUP, 1, spatialId, tile));
            }
        }
        return Obus.join(obus.toArray(byte[][]::new));
    }

    @Test
    void deliversOnlyWholeUnitsAfterRandomLossAndEveryUnitWithoutIt() {
        List<byte[]> units = SampleStreams.temporalUnits("aom-rt");
        for (int seed = 0; seed < 200; seed++) {
            Random loss = new Random(seed);
            Feed feed = new Feed();
            Set<Integer> damaged = new HashSet<>();
            boolean gap = false;
            for (int i = 0; i < units.size(); i++) {
                byte[] unit = units.get(i);
                PacketizedFrame packetized = packetizer.packetize(unit, 0, unit.length, 150);
                for (int p = 0; p < packetized.count(); p++) {
                    if (loss.nextInt(12) == 0) {
                        damaged.add(i);
                        gap = true;
                        continue;
                    }
                    if (gap) {
                        feed.gap();
                        gap = false;
                    }
                    boolean marker = p == packetized.count() - 1;
                    feed.push(i, marker, Feed.payload(packetized, p));
                }
            }
            for (EncodedFrame frame : feed.sink.frames()) {
                assertThat(damaged).doesNotContain(frame.rtpTimestamp());
                assertThat(frame.payload()).isEqualTo(units.get(frame.rtpTimestamp()));
            }
            assertThat(feed.sink.frames()).hasSize(units.size() - damaged.size());
            assertThat(feed.sink.reasons()).doesNotContain(DropReason.MALFORMED_PAYLOAD);
        }
    }

    @Test
    void restoresUnitsWhoseMarkersAreMissing() {
        List<byte[]> units = SampleStreams.temporalUnits("svt");
        Feed feed = new Feed();
        for (int i = 0; i < units.size(); i++) {
            byte[] unit = units.get(i);
            PacketizedFrame packetized = packetizer.packetize(unit, 0, unit.length, 300);
            for (int p = 0; p < packetized.count(); p++) {
                feed.packet(i, Feed.payload(packetized, p));
            }
        }

        assertThat(feed.sink.drops()).isEmpty();
        assertThat(feed.sink.frames())
                .extracting(EncodedFrame::payload)
                .containsExactlyElementsOf(units.subList(0, units.size() - 1));
    }
}
