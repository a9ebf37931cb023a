package org.moqgateway.media.ffmpeg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moqgateway.media.Vectors;

/// The frames of the test media.
final class AudioFrames {
    private static final int ADTS_BYTES = 7;

    private AudioFrames() {}

    /// Each with its ADTS header.
    static List<byte[]> adts(String file) {
        byte[] all = Vectors.bytes(file);
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < all.length; ) {
            int size =
                    (all[at + 3] & 3) << 11 | (all[at + 4] & 0xff) << 3 | (all[at + 5] & 0xff) >> 5;
            frames.add(Arrays.copyOfRange(all, at, at + size));
            at += size;
        }
        return frames;
    }

    /// Each without its ADTS header.
    static List<byte[]> raw(String file) {
        return adts(file).stream()
                .map(frame -> Arrays.copyOfRange(frame, ADTS_BYTES, frame.length))
                .toList();
    }

    /// Those of a codec whose frames are of one size.
    static List<byte[]> ofSize(int size, byte[] all) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at + size <= all.length; at += size) {
            frames.add(Arrays.copyOfRange(all, at, at + size));
        }
        return frames;
    }

    /// One kilohertz as 8-bit samples of 8 kHz, 20 ms each frame, after half a second of silence.
    static List<byte[]> pcm(int frameCount) {
        byte[] samples = new byte[frameCount * 160];
        for (int i = 0; i < samples.length; i++) {
            double tone = i < 4000 ? 0 : 100 * Math.sin(2 * Math.PI * i * 1000 / 8000);
            samples[i] = (byte) (128 + Math.round(tone));
        }
        return ofSize(160, samples);
    }
}
