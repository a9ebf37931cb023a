package org.moqgateway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.moqgateway.core.audio.OpusTranscoding;

/// Collects packets and listens to them.
final class OpusSink implements OpusTranscoding.Sink {
    static final byte[] NOTHING = {};

    final List<byte[]> packets = new ArrayList<>();
    final List<Long> timesUs = new ArrayList<>();

    @Override
    public void opus(byte[] packet, long timestampUs) {
        packets.add(packet);
        timesUs.add(timestampUs);
    }

    /// The left channel of everything, decoded, at 48 kHz.
    float[] listen() {
        AudioDecoder decoder =
                AudioDecoder.open(new AudioDecoder.Setup("libopus", NOTHING, 48_000, 2))
                        .orElseThrow();
        float[] samples = new float[packets.size() * OpusEncoder.PACKET_SAMPLES];
        int at = 0;
        try (decoder) {
            for (byte[] packet : packets) {
                decoder.send(packet, 0, packet.length, 0);
                while (decoder.receive()) {
                    AVFrame frame = decoder.frame();
                    for (int i = 0; i < frame.nb_samples(); i++) {
                        samples[at++] = sample(frame, i);
                    }
                }
            }
        }
        assertThat(at).isEqualTo(samples.length);
        return samples;
    }

    /// libopus decodes into 16 bits, interleaved.
    private static float sample(AVFrame frame, int index) {
        short value =
                frame.data(0)
                        .capacity((long) frame.nb_samples() * 4)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder())
                        .getShort(index * 4);
        return value / 32768f;
    }
}
