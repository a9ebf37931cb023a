package org.moqgateway.media.ffmpeg;

import java.util.Optional;

/// Makes the configuration that AAC without ADTS headers needs, of what a catalog says.
///
/// ```text
///  0                   1
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
/// +---------+-------+-------+-+-+-+
/// |  type   | rate  | chans |0|0|0|
/// +---------+-------+-------+-+-+-+
/// ```
///
/// ISO/IEC 14496-3 §1.6.2.1: the type is 2, Low Complexity, which every AAC begins with; a decoder
/// finds spectral band replication by itself. The zeros are frames of 1024 samples, no core coder
/// and no extension.
final class AudioSpecificConfig {
    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int LOW_COMPLEXITY = 2;

    private AudioSpecificConfig() {}

    /// Writes the configuration.
    ///
    /// @return empty for a rate or number of channels that has no number of its own
    static Optional<byte[]> of(int sampleRate, int channels) {
        for (int i = 0; i < RATES.length; i++) {
            if (RATES[i] == sampleRate && channels >= 1 && channels <= 6) {
                int bits = LOW_COMPLEXITY << 11 | i << 7 | channels << 3;
                return Optional.of(new byte[] {(byte) (bits >> 8), (byte) bits});
            }
        }
        return Optional.empty();
    }

    /// Whether a frame begins with an ADTS header (ISO/IEC 14496-3 §1.A.3.2.1): twelve ones, one
    /// bit for the kind of MPEG, and two zeros.
    static boolean hasAdts(byte[] bytes, int offset, int length) {
        return length >= 7 && (bytes[offset] & 0xff) == 0xff && (bytes[offset + 1] & 0xf6) == 0xf0;
    }
}
