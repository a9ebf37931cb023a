package org.moqgateway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.media.Vectors;

class FfmpegOpusTranscodingTest {
    private static final byte[] NOTHING = {};
    private static final byte[] STEREO_48K = HexFormat.of().parseHex("1190");
    private static final long START_US = 90_000_000_000L;

    /// By how much a packet is older than its samples: libopus looks 6.5 ms ahead.
    private static final long LOOKAHEAD_US = 6_500;

    private final OpusTranscoding transcoding = Ffmpeg.find().orElseThrow().opusTranscoding();
    private final OpusSink sink = new OpusSink();

    @ParameterizedTest
    @CsvSource({
        "tone-48k-stereo.aac, 48000, 2",
        "tone-44k-mono.aac, 44100, 1",
    })
    void transcodesAacWithItsHeadersInBand(String file, int rate, int channels) {
        push(open("mp4a.40.2", NOTHING, rate, channels), AudioFrames.adts(file), rate, 1024);

        assertOneKilohertz(47);
        assertSteadyTimes();
    }

    @Test
    void transcodesAacWithADescription() {
        push(open("mp4a.40.2", STEREO_48K, 48_000, 2), raw48k(), 48_000, 1024);

        assertOneKilohertz(47);
        assertSteadyTimes();
    }

    @Test
    void transcodesAacOfWhichNobodySaysHowItIsMade() {
        push(open("mp4a.40.2", NOTHING, 48_000, 2), raw48k(), 48_000, 1024);

        assertOneKilohertz(47);
    }

    @Test
    void transcodesMp3() {
        List<byte[]> frames = AudioFrames.ofSize(192, Vectors.bytes("tone.mp3"));

        push(open("mp3", NOTHING, 48_000, 2), frames, 48_000, 1152);

        assertOneKilohertz(20);
        assertSteadyTimes();
    }

    @Test
    void transcodesAc3() {
        List<byte[]> frames = AudioFrames.ofSize(384, Vectors.bytes("tone.ac3"));

        push(open("ac-3", NOTHING, 48_000, 2), frames, 48_000, 1536);

        assertOneKilohertz(20);
        assertSteadyTimes();
    }

    @Test
    void putsEverySampleWhereItWas() {
        push(open("pcm-u8", NOTHING, 8_000, 1), AudioFrames.pcm(50), 8_000, 160);

        float[] samples = sink.listen();
        int onset = 0;
        while (Math.abs(samples[onset]) < 0.2) {
            onset++;
        }
        long onsetUs = sink.timesUs.getFirst() + onset * 1_000_000L / 48_000;
        assertThat(onsetUs).isBetween(START_US + 498_000, START_US + 503_000);
        assertSteadyTimes();
    }

    @Test
    void goesOnAfterAGapWhereTheInputDoes() {
        OpusTranscoding.Session session = open("pcm-u8", NOTHING, 8_000, 1);
        List<byte[]> frames = AudioFrames.pcm(20);
        try (session) {
            for (int i = 0; i < 20; i++) {
                long gapUs = i < 10 ? 0 : 500_000;
                push(session, frames.get(i), START_US + i * 20_000L + gapUs);
            }
        }

        // Ten packets each side: what was inside when the gap came was sent before it.
        int first = sink.timesUs.indexOf(START_US + 200_000 + 500_000 - LOOKAHEAD_US);
        assertThat(first).isEqualTo(10);
        assertThat(sink.timesUs.get(first - 1)).isEqualTo(START_US + 180_000 - LOOKAHEAD_US);
    }

    @Test
    void leavesOutAFrameThatIsDamaged() {
        OpusTranscoding.Session session = open("mp4a.40.2", STEREO_48K, 48_000, 2);
        List<byte[]> frames = raw48k();
        try (session) {
            for (int i = 0; i < frames.size(); i++) {
                byte[] frame = i == 20 ? new byte[] {1, 2, 3} : frames.get(i);
                push(session, frame, START_US + i * 1024L * 1_000_000 / 48_000);
            }
        }

        // 46 to 47 frames of 21.3 ms are about fifty packets, with or without the lost one.
        assertThat(sink.packets).hasSizeBetween(46, 51);
        assertThat(sink.timesUs).isSorted().doesNotHaveDuplicates();
        assertThat(sink.timesUs.getLast()).isGreaterThan(START_US + 900_000);
    }

    @Test
    void goesOnWhenRateAndChannelsChange() {
        try (OpusTranscoding.Session session = open("mp4a.40.2", NOTHING, 48_000, 2)) {
            long timeUs = START_US;
            for (byte[] frame : AudioFrames.adts("tone-48k-stereo.aac")) {
                push(session, frame, timeUs);
                timeUs += 1024L * 1_000_000 / 48_000;
            }
            for (byte[] frame : AudioFrames.adts("tone-44k-mono.aac")) {
                push(session, frame, timeUs);
                timeUs += 1024L * 1_000_000 / 44_100;
            }
        }

        assertOneKilohertz(95);
        assertThat(sink.timesUs).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "opus, '', 48000, 2",
        "avc1.42e01f, '', 48000, 2",
        "mp4a.40.2, ffffff, 48000, 2",
        "mp4a.40.2, 1190, 0, 2",
        "mp4a.40.2, 1190, 48000, 0",
        "ulaw, '', 2000000000, 1",
        "ulaw, '', 8000, 100000",
    })
    void hasNothingForWhatItCannotDecode(String codec, String hex, int rate, int channels) {
        assertThat(transcoding.open(codec, HexFormat.of().parseHex(hex), rate, channels)).isEmpty();
    }

    @Test
    void tellsWhichCodecsItTakes() {
        assertThat(transcoding.takes("mp4a.40.2")).isTrue();
        assertThat(transcoding.takes("opus")).isFalse();
    }

    @Test
    void refusesADescriptionThatIsTooLong() {
        assertThat(transcoding.open("vorbis", new byte[1 << 20], 48_000, 2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mp4a.40.2", "mp3", "ac-3", "ec-3", "flac", "alac", "pcm-s24"})
    void endsWithoutAnExceptionWhateverTheBytesAre(String codec) {
        Random random = new Random(codec.hashCode());
        transcoding
                .open(codec, NOTHING, 48_000, 2)
                .ifPresent(
                        session -> {
                            try (session) {
                                for (int i = 0; i < 500; i++) {
                                    byte[] bytes = new byte[random.nextInt(600)];
                                    random.nextBytes(bytes);
                                    push(session, bytes, random.nextLong());
                                }
                            }
                        });
        assertThat(sink.packets).allMatch(packet -> packet.length > 0 && packet.length < 4000);
    }

    @Test
    void takesNoMoreMemoryForTenThousandFrames() {
        OpusTranscoding.Sink nobody = (_, _) -> {};
        List<byte[]> frames = raw48k();
        try (OpusTranscoding.Session session = open("mp4a.40.2", STEREO_48K, 48_000, 2)) {
            frames.forEach(frame -> session.push(frame, 0, frame.length, 0, nobody));
            long before = ResidentMemory.bytes();

            for (int i = 0; i < 10_000; i++) {
                byte[] frame = frames.get(i % frames.size());
                session.push(frame, 0, frame.length, i * 1024L * 1_000_000 / 48_000, nobody);
            }

            // One leaked frame of samples each would be 80 MB, one packet each 2 MB.
            assertThat(ResidentMemory.bytes() - before).isLessThan(60L << 20);
        }
    }

    @Test
    void givesTheMemoryOfASessionBack() {
        openAndClose(20);
        long before = ResidentMemory.bytes();

        // Decoder, resampler and encoder have 200 KB and more each time.
        openAndClose(1000);

        assertThat(ResidentMemory.bytes() - before).isLessThan(60L << 20);
    }

    private void openAndClose(int times) {
        byte[] frame = raw48k().getFirst();
        for (int i = 0; i < times; i++) {
            try (OpusTranscoding.Session session = open("mp4a.40.2", STEREO_48K, 48_000, 2)) {
                session.push(frame, 0, frame.length, 0, (_, _) -> {});
            }
        }
    }

    private static List<byte[]> raw48k() {
        return AudioFrames.raw("tone-48k-stereo.aac");
    }

    private OpusTranscoding.Session open(String codec, byte[] description, int rate, int channels) {
        return transcoding.open(codec, description, rate, channels).orElseThrow();
    }

    private void push(
            OpusTranscoding.Session session, List<byte[]> frames, int rate, int samplesEach) {
        try (session) {
            for (int i = 0; i < frames.size(); i++) {
                push(session, frames.get(i), START_US + i * 1_000_000L * samplesEach / rate);
            }
        }
    }

    /// The frame lies in the middle of its array.
    private void push(OpusTranscoding.Session session, byte[] frame, long timestampUs) {
        byte[] around = new byte[frame.length + 5];
        Arrays.fill(around, (byte) 0xee);
        System.arraycopy(frame, 0, around, 2, frame.length);
        session.push(around, 2, frame.length, timestampUs, sink);
    }

    /// Each packet 20 ms after the one before, from the input's first sample on.
    private void assertSteadyTimes() {
        assertThat(sink.timesUs.getFirst()).isEqualTo(START_US - LOOKAHEAD_US);
        for (int i = 1; i < sink.timesUs.size(); i++) {
            assertThat(sink.timesUs.get(i) - sink.timesUs.get(i - 1)).isEqualTo(20_000);
        }
    }

    /// The tone is there, undisturbed: a loud one, and a thousand waves in each second.
    private void assertOneKilohertz(int packetsAtLeast) {
        assertThat(sink.packets).hasSizeGreaterThanOrEqualTo(packetsAtLeast);
        float[] samples = sink.listen();
        int from = samples.length / 4;
        int to = samples.length * 3 / 4;
        int waves = 0;
        double power = 0;
        for (int i = from; i < to; i++) {
            waves += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
            power += samples[i] * samples[i];
        }
        assertThat(waves / ((to - from) / 48_000.0)).isBetween(990.0, 1010.0);
        // The tone's amplitude is an eighth; of one channel out of two it may be 3 dB less.
        assertThat(Math.sqrt(power / (to - from))).isBetween(0.055, 0.13);
    }
}
