package org.moqgateway.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.opus.OpusPacket;

/// The sines are one second each, at a quarter of full scale, encoded by FFmpeg 8.
class AudioTranscoderTest {
    private static final int OPUS_RATE_HZ = 48_000;
    private static final int OPUS_PACKET = 960;

    private final RecordingSink sink = new RecordingSink();

    @ParameterizedTest
    @CsvSource({
        "PCMU, sine-440.pcmu, 440",
        "PCMA, sine-440.pcma, 440",
        "G722, sine-5000.g722, 5000",
    })
    void keepsFrequencyAndLevel(TelephoneCodec codec, String file, int frequencyHz)
            throws IOException, OpusException {
        feed(new AudioTranscoder(codec), read(file), 160, 0);
        short[] heard = decode();

        assertThat(sink.frames).hasSize(50);
        double level = amplitude(heard, frequencyHz);
        assertThat(20 * Math.log10(level / 8192)).isCloseTo(0, within(0.5));
        for (int other : new int[] {frequencyHz / 2, frequencyHz * 3 / 2, frequencyHz * 2}) {
            assertThat(amplitude(heard, other)).as("%d Hz", other).isLessThan(level / 20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 80, 160, 240, 320, 480, 1111})
    void makesPacketsOf20MillisecondsOfPayloadsOfAnyLength(int payloadBytes) throws IOException {
        byte[] sound = read("sine-440.pcmu");
        int start = -500; // the timestamps wrap around
        feed(new AudioTranscoder(TelephoneCodec.PCMU), sound, payloadBytes, start);

        assertThat(sink.drops).isEmpty();
        assertThat(sink.frames).hasSize(50);
        for (int i = 0; i < 50; i++) {
            EncodedFrame frame = sink.frames.get(i);
            assertThat(frame.rtpTimestamp()).isEqualTo(start * 6 + i * OPUS_PACKET);
            assertThat(frame.keyframe()).isTrue();
            assertThat(OpusPacket.parse(frame.payload(), 0, frame.payload().length))
                    .isInstanceOfSatisfying(
                            OpusPacket.Valid.class,
                            valid -> {
                                assertThat(valid.durationSamples()).isEqualTo(OPUS_PACKET);
                                assertThat(valid.stereo()).isFalse();
                            });
        }
    }

    @Test
    void makesTheSamePacketsOfPayloadsOfAnyLength() throws IOException {
        byte[] sound = read("sine-5000.g722");
        feed(new AudioTranscoder(TelephoneCodec.G722), sound, 160, 0);
        List<EncodedFrame> whole = List.copyOf(sink.frames);
        sink.frames.clear();
        feed(new AudioTranscoder(TelephoneCodec.G722), sound, 77, 0);

        assertThat(sink.frames).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(sink.frames.get(i).payload()).isEqualTo(whole.get(i).payload());
        }
    }

    @Test
    void letsTimestampsJumpAfterALoss() throws IOException {
        byte[] sound = read("sine-440.pcmu");
        AudioTranscoder transcoder = new AudioTranscoder(TelephoneCodec.PCMU);
        push(transcoder, sound, 0, 160, 0, false);
        push(transcoder, sound, 480, 160, 480, true);

        assertThat(sink.frames)
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(0, 3 * OPUS_PACKET);
        assertThat(sink.drops).containsExactly(new Drop(DropReason.FRAMES_LOST, 3 * OPUS_PACKET));
    }

    @Test
    void fillsAPacketThatWasBegunBeforeALossWithSilence() throws IOException {
        byte[] sound = read("sine-440.pcmu");
        AudioTranscoder transcoder = new AudioTranscoder(TelephoneCodec.PCMU);
        push(transcoder, sound, 0, 240, 0, false); // one packet and a half
        push(transcoder, sound, 480, 240, 480, true);
        assertThat(sink.frames)
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(0, OPUS_PACKET, 3 * OPUS_PACKET);

        push(transcoder, sound, 760, 120, 760, true); // 5 ms are missing within a packet
        assertThat(sink.frames)
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(0, OPUS_PACKET, 3 * OPUS_PACKET, 4 * OPUS_PACKET);
    }

    @Test
    void beginsAnewWhenTimestampsGoBack() throws IOException {
        byte[] sound = read("sine-440.pcmu");
        AudioTranscoder transcoder = new AudioTranscoder(TelephoneCodec.PCMU);
        push(transcoder, sound, 0, 200, 100_000, false);
        push(transcoder, sound, 0, 160, 50, false);

        assertThat(sink.frames)
                .extracting(EncodedFrame::rtpTimestamp)
                .containsExactly(600_000, 300);
    }

    @Test
    void remembersALossBeforeAPacketOfPaddingAlone() {
        AudioTranscoder transcoder = new AudioTranscoder(TelephoneCodec.PCMA);
        push(transcoder, new byte[0], 0, 0, 0, true);
        assertThat(sink.drops).isEmpty();
        push(transcoder, new byte[160], 0, 160, 160, false);

        assertThat(sink.drops).containsExactly(new Drop(DropReason.FRAMES_LOST, OPUS_PACKET));
        assertThat(sink.frames).hasSize(1);
    }

    @Test
    void givesTimestampsOfReportsTheSameScale() {
        assertThat(AudioTranscoder.opusTimestamp(160)).isEqualTo(960);
        assertThat(AudioTranscoder.opusTimestamp(-1) - AudioTranscoder.opusTimestamp(-161))
                .isEqualTo(960);
    }

    @ParameterizedTest
    @EnumSource(TelephoneCodec.class)
    void takesNoiseAndRandomTimestamps(TelephoneCodec codec) {
        Random random = new Random(711);
        AudioTranscoder transcoder = new AudioTranscoder(codec);
        int rtpTimestamp = 0;
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            if (i % 3 == 0) {
                Arrays.fill(noise, (byte) random.nextInt());
            } else {
                random.nextBytes(noise);
            }
            rtpTimestamp += random.nextInt(4) == 0 ? random.nextInt() : noise.length;
            push(transcoder, noise, 0, noise.length, rtpTimestamp, random.nextBoolean());
        }

        assertThat(sink.frames).isNotEmpty();
        for (EncodedFrame frame : sink.frames) {
            assertThat(OpusPacket.parse(frame.payload(), 0, frame.payload().length))
                    .isInstanceOf(OpusPacket.Valid.class);
        }
    }

    private void feed(AudioTranscoder transcoder, byte[] sound, int payloadBytes, int start) {
        for (int at = 0; at < sound.length; at += payloadBytes) {
            int length = Math.min(payloadBytes, sound.length - at);
            push(transcoder, sound, at, length, start + at, false);
        }
    }

    private void push(
            AudioTranscoder transcoder,
            byte[] sound,
            int offset,
            int length,
            int rtpTimestamp,
            boolean gapBefore) {
        byte[] lent = Arrays.copyOfRange(sound, offset, offset + length + 3);
        RtpPayload view = new RtpPayload().bytes(lent, 0, length);
        transcoder.push(view.header(rtpTimestamp, false, gapBefore), sink);
        Arrays.fill(lent, (byte) 0x55);
    }

    private short[] decode() throws OpusException {
        OpusDecoder decoder = new OpusDecoder(OPUS_RATE_HZ, 1);
        short[] all = new short[sink.frames.size() * OPUS_PACKET];
        int at = 0;
        for (EncodedFrame frame : sink.frames) {
            byte[] packet = frame.payload();
            at += decoder.decode(packet, 0, packet.length, all, at, OPUS_PACKET, false);
        }
        assertThat(at).isEqualTo(all.length);
        return all;
    }

    /// The amplitude of one frequency in the middle half second.
    private static double amplitude(short[] samples, double frequencyHz) {
        double real = 0;
        double imaginary = 0;
        int from = OPUS_RATE_HZ / 4;
        int count = OPUS_RATE_HZ / 2;
        for (int i = from; i < from + count; i++) {
            double phase = 2 * Math.PI * frequencyHz * i / OPUS_RATE_HZ;
            real += samples[i] * Math.cos(phase);
            imaginary += samples[i] * Math.sin(phase);
        }
        return 2 * Math.hypot(real, imaginary) / count;
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = AudioTranscoderTest.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(file);
            }
            return in.readAllBytes();
        }
    }

    private record Drop(DropReason reason, int rtpTimestamp) {}

    private static final class RecordingSink implements Depacketizer.Sink {
        private final List<EncodedFrame> frames = new ArrayList<>();
        private final List<Drop> drops = new ArrayList<>();

        @Override
        public void frame(EncodedFrame frame) {
            frames.add(frame);
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {
            drops.add(new Drop(reason, rtpTimestamp));
        }
    }
}
