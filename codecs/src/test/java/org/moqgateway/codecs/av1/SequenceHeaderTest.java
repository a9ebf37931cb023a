package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.ChromaFormat;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;

class SequenceHeaderTest {

    @ParameterizedTest
    @CsvSource({
        // as FFmpeg's trace_headers reads them too
        "aom-rt, av01.0.00M.08, 320, 180, 8, YUV_420",
        "aom-arf-tiles, av01.0.00M.08, 320, 180, 8, YUV_420",
        "svt, av01.0.00M.08, 320, 180, 8, YUV_420",
        "hdr10-odd, av01.0.00M.10.0.110.02.02.09.0, 321, 179, 10, YUV_420",
        "444, av01.1.00M.08.0.000.02.02.02.0, 160, 96, 8, YUV_444",
        "gray, av01.0.00M.08.1.110.02.02.02.1, 160, 96, 8, MONOCHROME",
        "still, av01.0.00M.08, 200, 100, 8, YUV_420",
    })
    void readsWhatEncodersWrite(
            String stream, String codec, int width, int height, int depth, ChromaFormat chroma) {
        byte[] unit = SampleStreams.temporalUnits(stream).getFirst();
        Feed feed = new Feed();
        feed.frame(0, new Av1Packetizer().packetize(unit, 0, unit.length, 1200));

        VideoConfig config = feed.depacketizer.config().orElseThrow();
        assertThat(config.codecString()).isEqualTo(codec);
        assertThat(config.codedWidth()).isEqualTo(width);
        assertThat(config.codedHeight()).isEqualTo(height);
        assertThat(config.samples()).isEqualTo(new SampleFormat(depth, chroma));
    }

    @Test
    void readsTimingDecoderModelAndEveryOperatingPoint() {
        byte[] bytes = scalable(30_000, 1001, true).toBytes();

        SequenceHeader header = SequenceHeader.parse(bytes, 0, bytes.length).orElseThrow();

        assertThat(header.frameRate().orElseThrow()).isEqualTo(30_000 / 1001.0);
        assertThat(header.operatingPoint()).isEqualTo(0x303);
        assertThat(header.spatialLayers()).isEqualTo(2);
        assertThat(header.level()).isEqualTo(13);
        assertThat(header.highTier()).isTrue();
        assertThat(header.maxWidth()).isEqualTo(3840);
        assertThat(header.maxHeight()).isEqualTo(2160);
        assertThat(header.codecString()).isEqualTo("av01.2.13H.12.0.100.09.16.09.1");
        assertThat(header.videoConfig().samples())
                .isEqualTo(new SampleFormat(12, ChromaFormat.YUV_422));
        assertThat(header.frameHeaderFields().frameIdBits()).isEqualTo(15);
        assertThat(header.frameHeaderFields().orderHintBits()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"30, 1, false", "0, 1, true", "30, 0, true", "4000000000, 1, true"})
    void knowsNoFrameRateWhenTheTimingMakesNoSense(long scale, long units, boolean equal) {
        byte[] bytes = scalable(scale, units, equal).toBytes();

        assertThat(SequenceHeader.parse(bytes, 0, bytes.length).orElseThrow().frameRate())
                .isEqualTo(OptionalDouble.empty());
    }

    /// Professional profile, 12 bits, everything that can be there.
    private static BitWriter scalable(long timeScale, long unitsInTick, boolean equalInterval) {
        BitWriter out =
                new BitWriter(new byte[128], 0)
                        .bits(3, 2) // seq_profile
                        .bits(2, 0) // still_picture, reduced_still_picture_header
                        .bits(1, 1) // timing_info_present_flag
                        .bits(32, unitsInTick)
                        .bits(32, timeScale)
                        .flag(equalInterval);
        if (equalInterval) {
            out.variableLength(0); // num_ticks_per_picture_minus_1
        }
        out.bits(1, 1) // decoder_model_info_present_flag
                .bits(5, 9) // buffer_delay_length_minus_1
                .bits(32, 7) // num_units_in_decoding_tick
                .bits(10, 0x3ff) // lengths of removal and presentation time
                .bits(1, 1) // initial_display_delay_present_flag
                .bits(5, 1); // operating_points_cnt_minus_1
        out.bits(12, 0x303).bits(5, 13).bits(1, 1); // operating point 0: 5.1, high tier
        out.bits(1, 1).bits(21, 0x155555); // decoder model: 2 x 10 bits and a flag
        out.bits(1, 1).bits(4, 5); // display delay
        out.bits(12, 0x101).bits(5, 4).bits(1, 0).bits(1, 0); // operating point 1: 3.0, neither
        out.bits(8, 0xbb).bits(12, 3839).bits(12, 2159);
        out.bits(1, 1).bits(4, 10).bits(3, 2); // frame ids: 12 + 3 bits
        out.bits(3, 7); // superblocks, intra filters
        out.bits(4, 15).bits(1, 1).bits(2, 3); // inter tools, order hints
        out.bits(1, 0).bits(1, 1).bits(1, 0).bits(1, 1); // screen content tools, integer mv
        out.bits(3, 6).bits(3, 7); // order_hint_bits_minus_1; superres, cdef, restoration
        out.bits(2, 3).bits(1, 0).bits(1, 1); // 12 bits, colour, described
        out.bits(24, 0x091009).bits(1, 1); // BT.2020, PQ, BT.2020, full range
        out.bits(2, 2); // 4:2:2
        return out.bits(1, 0).bits(1, 0).bits(1, 1); // separate_uv, film grain, trailing
    }

    @Test
    void expects422OfTheProfessionalProfileToHaveNoChromaPosition() {
        byte[] bytes = scalable(25, 1, true).toBytes();

        SequenceHeader header = SequenceHeader.parse(bytes, 0, bytes.length).orElseThrow();

        assertThat(header.colour().subsamplingX()).isTrue();
        assertThat(header.colour().subsamplingY()).isFalse();
        assertThat(header.colour().chromaSamplePosition()).isZero();
    }

    @Test
    void refusesEveryStrictPrefix() {
        byte[] full = scalable(25, 1, true).toBytes();
        for (byte[] bytes : new byte[][] {full, Obus.SEQUENCE}) {
            for (int length = 0; length < bytes.length - 1; length++) {
                assertThat(SequenceHeader.parse(Arrays.copyOf(bytes, length), 0, length)).isEmpty();
            }
            assertThat(SequenceHeader.parse(bytes, 0, bytes.length)).isPresent();
        }
    }

    @Test
    void refusesReservedProfiles() {
        byte[] bytes = Obus.SEQUENCE.clone();
        for (int profile = 3; profile < 8; profile++) {
            bytes[0] = (byte) (profile << 5 | (bytes[0] & 0x1f));
            assertThat(SequenceHeader.parse(bytes, 0, bytes.length)).isEmpty();
        }
    }

    @Test
    void takesNoiseAndRefusesARangeOutside() {
        Random random = new Random(2);
        int parsed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            parsed += SequenceHeader.parse(noise, 0, noise.length).isPresent() ? 1 : 0;
        }
        assertThat(parsed).isPositive();
        assertThatThrownBy(() -> SequenceHeader.parse(Obus.SEQUENCE, 2, Obus.SEQUENCE.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
