package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.DependencyDescriptors;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.av1.DependencyDescriptorReader.Outcome;

class DescribedUnitsTest {
    /// The one-byte form of a header extension (RFC 8285).
    private static final int LONGEST = 16;

    private final Av1Packetizer packetizer = new Av1Packetizer(true);
    private final DependencyDescriptorReader reader = new DependencyDescriptorReader();
    private final DependencyDescriptor view = new DependencyDescriptor();

    @Test
    void keepsOneLayerPerPayloadAndLayerlessObusInFront() {
        packetize(keyUnit(), 1200);
        PacketizedFrame frame =
                packetize(
                        Obus.join(
                                Obus.obu(Obus.METADATA, (byte) 1),
                                Obus.layered(Obus.FRAME, 1, 0, (byte) 0x30),
                                Obus.layered(Obus.FRAME, 1, 1, (byte) 0x30),
                                Obus.layered(Obus.TILE_GROUP, 1, 1, (byte) 7),
                                Obus.obu(Obus.METADATA, (byte) 2)),
                        1200);

        assertThat(payloads(frame))
                .containsExactly(
                        "20" + "02" + "2801" + "342030",
                        "20" + "03" + "342830" + "242807",
                        "10" + "2802");
        // start and end of frame, template 1 + spatial id; what follows the last layer is of it
        assertThat(descriptors(frame, 0x1234)).containsExactly("c11234", "821235", "421235");
    }

    @Test
    void attachesTheStructureToTheFirstPacketOfAKeyframeAlone() {
        PacketizedFrame frame = packetize(keyUnit(), 20);
        byte[] first = descriptor(frame, 0, 0xffff);

        assertThat(first)
                .isEqualTo(
                        CommentedHex.bytes(
                                """
                                80 ff ff  # start of frame, template 0
                                80 00     # structure attached; offset 0, 1 decode target
                                2a ea a4  # 00 10 10 10 11: layers; 10 five times: SWITCH; …
                                10 41     # 0: no frame diff; 1 0000 0: one of 1, four times
                                00        # no chains, no resolutions
                                """));
        assertThat(first.length).isLessThanOrEqualTo(LONGEST);
        assertThat(reader.read(first, 0, first.length, view)).isEqualTo(Outcome.READ);
        assertThat(reader.structure()).contains(DescriptorBuilder.structure());
        assertThat(view.structureAttached()).isTrue();
        assertThat(view.frameDiffCount()).isZero();
        for (int i = 1; i < frame.count(); i++) {
            assertThat(frame.descriptors().length(i)).isEqualTo(3);
        }
    }

    @Test
    void tellsWhereEachFrameBeginsAndEndsAndThatItNeedsTheOneBefore() {
        List<byte[]> units = SampleStreams.temporalUnits(SampleStreams.LAYERED);
        int number = 65_530;
        for (byte[] unit : units) {
            PacketizedFrame frame = packetize(unit, 300);
            DependencyDescriptors descriptors = frame.descriptors();
            assertThat(descriptors.frames()).isBetween(1, 3);
            boolean ended = true;
            int begun = 0;
            for (int i = 0; i < frame.count(); i++) {
                byte[] bytes = descriptor(frame, i, number);
                assertThat(reader.read(bytes, 0, bytes.length, view)).isEqualTo(Outcome.READ);
                assertThat(view.startOfFrame()).isEqualTo(ended);
                begun += view.startOfFrame() ? 1 : 0;
                ended = view.endOfFrame();
                assertThat(view.frameNumber()).isEqualTo((number + begun - 1) & 0xffff);
                boolean needsNone = view.templateId() == 0;
                assertThat(view.frameDiffCount()).isEqualTo(needsNone ? 0 : 1);
                assertThat(needsNone || view.frameDiff(0) == 1).isTrue();
                assertThat(view.spatialId()).isEqualTo(begun - 1);
                boolean continued = (frame.data()[frame.offset(i)] & 0x80) != 0;
                assertThat(!view.startOfFrame() || !continued).isTrue();
            }
            assertThat(ended).isTrue();
            assertThat(begun).isEqualTo(descriptors.frames());
            number += begun;
        }
        assertThat(number).isGreaterThan(65_536);
    }

    @Test
    void restoresEveryByteAndCountsDescriptorsTowardsTheLimit() {
        List<byte[]> units = SampleStreams.temporalUnits(SampleStreams.LAYERED);
        for (int limit = 50; limit <= 1460; limit += 30) {
            Feed feed = new Feed();
            for (int i = 0; i < units.size(); i++) {
                PacketizedFrame frame = packetize(units.get(i), limit);
                for (int p = 0; p < frame.count(); p++) {
                    assertThat(frame.length(p) + 1 + frame.descriptors().length(p))
                            .isLessThanOrEqualTo(limit);
                }
                feed.frame(i, frame);
            }
            assertThat(feed.sink.drops()).isEmpty();
            assertThat(feed.sink.frames())
                    .extracting(EncodedFrame::payload)
                    .containsExactlyElementsOf(units);
        }
    }

    @Test
    void saysNothingOfStreamsWithoutLayersAndCutsThemAsEver() {
        Av1Packetizer plain = new Av1Packetizer();
        for (String name : SampleStreams.NAMES) {
            if (name.equals(SampleStreams.LAYERED)) {
                continue;
            }
            for (byte[] unit : SampleStreams.temporalUnits(name)) {
                PacketizedFrame frame = packetize(unit, 300);
                assertThat(frame.descriptors()).isSameAs(DependencyDescriptors.NONE);
                assertThat(frame.data())
                        .isEqualTo(plain.packetize(unit, 0, unit.length, 300).data());
            }
        }
    }

    @Test
    void saysNothingBeforeAKeyframeAndStopsAtOneWithoutLayers() {
        byte[] delta = Obus.layered(Obus.FRAME, 0, 0, (byte) 0x30, (byte) 1);
        byte[] single = CommentedHex.bytes("0a 01 00 32 01 10");

        assertThat(packetize(delta, 1200).descriptors().frames()).isZero();
        assertThat(packetize(keyUnit(), 1200).descriptors().frames()).isEqualTo(2);
        assertThat(packetize(delta, 1200).descriptors().frames()).isEqualTo(1);
        assertThat(packetize(new byte[0], 1200).count()).isZero();
        assertThat(packetize(single, 1200).descriptors().frames()).isZero();
        assertThat(packetize(delta, 1200).descriptors().frames()).isZero();
    }

    @Test
    void countsNoMoreFramesThanLayersHoweverTheyAlternate() {
        List<byte[]> obus = new ArrayList<>(List.of(keyUnit()));
        for (int i = 0; i < 2000; i++) {
            obus.add(Obus.layered(Obus.FRAME, 0, i % 4, (byte) 0x30));
        }
        PacketizedFrame frame = packetize(Obus.join(obus.toArray(byte[][]::new)), 1200);

        assertThat(frame.count()).isGreaterThan(2000);
        assertThat(frame.descriptors().frames()).isEqualTo(4);
    }

    /// A keyframe of two spatial layers.
    private static byte[] keyUnit() {
        return Obus.join(
                Obus.obu(Obus.SEQUENCE_HEADER, Obus.SEQUENCE),
                Obus.layered(Obus.FRAME, 0, 0, (byte) 0x10, (byte) 1, (byte) 2),
                Obus.layered(Obus.FRAME, 0, 1, (byte) 0x30, (byte) 3, (byte) 4));
    }

    private PacketizedFrame packetize(byte[] unit, int limit) {
        return packetizer.packetize(unit, 0, unit.length, limit);
    }

    private static byte[] descriptor(PacketizedFrame frame, int payload, int firstFrameNumber) {
        byte[] lent = new byte[40];
        int end = frame.descriptors().copy(payload, firstFrameNumber, lent, 2);
        assertThat(end - 2).isEqualTo(frame.descriptors().length(payload));
        return Arrays.copyOfRange(lent, 2, end);
    }

    private static List<String> descriptors(PacketizedFrame frame, int firstFrameNumber) {
        List<String> hex = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            hex.add(HexFormat.of().formatHex(descriptor(frame, i, firstFrameNumber)));
        }
        return hex;
    }

    private static List<String> payloads(PacketizedFrame frame) {
        List<String> hex = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            hex.add(HexFormat.of().formatHex(Feed.payload(frame, i)));
        }
        return hex;
    }
}
