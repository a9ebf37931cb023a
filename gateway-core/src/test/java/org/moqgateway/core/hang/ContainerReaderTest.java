package org.moqgateway.core.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.core.cmaf.Mp4File;

class ContainerReaderTest {
    private static final String AVCC = "0142d00bffe1000d6742d00b8c684730101e1108d401000468ce3c80";

    private static RenditionCommon in(Container container) {
        return RenditionCommon.of("avc1.42d00b").withContainer(container);
    }

    private static Container cmaf(byte[] init) {
        return new Container.Cmaf(Base64.getEncoder().encodeToString(init));
    }

    private static String description(RenditionCommon rendition) {
        return ContainerReader.of(rendition)
                .orElseThrow()
                .description()
                .map(HexFormat.of()::formatHex)
                .orElse("none");
    }

    private static List<String> read(ContainerReader reader, byte[] payload, boolean beginsGroup) {
        List<String> samples = new ArrayList<>();
        reader.read(
                payload,
                beginsGroup,
                (timestampUs, offset, length, keyframe) ->
                        samples.add(timestampUs + "+" + offset + "+" + length + "/" + keyframe));
        return samples;
    }

    @Test
    void takesTheFirstFrameOfAGroupForAKeyframeInLegacyAndLoc() {
        ContainerReader legacy = ContainerReader.of(in(Container.LEGACY)).orElseThrow();
        ContainerReader loc = ContainerReader.of(in(Container.LOC)).orElseThrow();
        byte[] codec = {1, 2, 3};

        assertThat(read(legacy, LegacyContainer.encode(70, codec).payload(), true))
                .containsExactly("70+2+3/true");
        assertThat(read(legacy, LegacyContainer.encode(70, codec).payload(), false))
                .containsExactly("70+2+3/false");
        assertThat(read(loc, LocContainer.encode(70, codec).payload(), true))
                .containsExactly("70+4+3/true");
    }

    @Test
    void readsSeveralSamplesOfAFragmentByTheirFlags() {
        Mp4File file = Mp4File.read(Mp4File.AVC_3_SAMPLES);
        ContainerReader reader = ContainerReader.of(in(cmaf(file.init()))).orElseThrow();

        assertThat(read(reader, file.fragments().get(1), false))
                .extracting(sample -> sample.replaceAll("\\+.*/", "/"))
                .containsExactly("120000/true", "160000/false", "200000/false");
    }

    @Test
    void countsMalformedFramesAndGoesOn() {
        ContainerReader reader = ContainerReader.of(in(Container.LEGACY)).orElseThrow();

        assertThat(read(reader, new byte[0], true)).isEmpty();
        assertThat(read(reader, new byte[] {(byte) 0xc0, 1}, false)).isEmpty();
        assertThat(read(reader, new byte[] {5}, false)).isEmpty();
        assertThat(reader.malformedFrames()).isEqualTo(3);
        assertThat(read(reader, new byte[] {5, 6}, false)).containsExactly("5+1+1/false");
        assertThat(reader.malformedFrames()).isEqualTo(3);
    }

    @Test
    void takesTheConfigurationFromTheCatalogBeforeTheSegment() {
        Container cmaf = cmaf(Mp4File.read(Mp4File.AVC_3_SAMPLES).init());

        assertThat(description(in(cmaf))).isEqualTo(AVCC);
        assertThat(description(in(cmaf).withDescriptionHex("01ab"))).isEqualTo("01ab");
        assertThat(description(in(cmaf).withDescriptionHex(""))).isEqualTo(AVCC);
        assertThat(description(in(Container.LOC).withDescriptionHex("01ab"))).isEqualTo("01ab");
        assertThat(description(in(Container.LEGACY))).isEqualTo("none");
    }

    @Test
    void hasNoReaderForContainersThatCannotBeRead() {
        assertThat(ContainerReader.of(in(new Container.Unknown("{\"kind\":\"x\"}")))).isEmpty();
        assertThat(ContainerReader.of(in(cmaf(new byte[] {1, 2, 3})))).isEmpty();
        assertThat(ContainerReader.of(in(new Container.Cmaf("not base64!")))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void allocatesNothingForAFrame(Container container, byte[] payload) {
        ContainerReader reader = ContainerReader.of(in(container)).orElseThrow();
        LongAdder bytes = new LongAdder();
        ContainerReader.Sink sink = (_, _, length, _) -> bytes.add(length);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long frames = 20_000;
        long allocated = 0;
        // Twice: what the first round compiles and loads is not the frames'.
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < frames; i++) {
                reader.read(payload, false, sink);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(bytes.sum()).isEqualTo(2 * frames * 3);
        assertThat(allocated).isLessThan(frames);
    }

    private static Stream<Arguments> wrapped() {
        byte[] codec = {1, 2, 3};
        return Stream.of(
                Arguments.of(Container.LEGACY, LegacyContainer.encode(70_000, codec).payload()),
                Arguments.of(Container.LOC, LocContainer.encode(70_000, codec).payload()));
    }
}
