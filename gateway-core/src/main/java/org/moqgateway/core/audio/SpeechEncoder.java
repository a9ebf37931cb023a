package org.moqgateway.core.audio;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Arrays;

/// Encodes speech of one channel to Opus packets of 20 ms.
///
/// Opus takes 8 and 16 kHz as they are: what comes out is played at 48 kHz by every decoder.
/// Thread rule: confined to one thread.
final class SpeechEncoder {
    static final int PACKETS_PER_SECOND = 50;

    private static final int LONGEST_PACKET = 1275;

    private static final int COMPLEXITY = 5;

    private final OpusEncoder encoder;
    private final int samplesPerPacket;
    private final byte[] scratch = new byte[LONGEST_PACKET];

    SpeechEncoder(int sampleRateHz, int bitrateBps) {
        samplesPerPacket = sampleRateHz / PACKETS_PER_SECOND;
        try {
            // The transform mode alone: the speech mode bends the level of tones by up to 2 dB,
            // takes three times as long and looks 4 ms further ahead, to save what nobody lacks.
            encoder =
                    new OpusEncoder(
                            sampleRateHz, 1, OpusApplication.OPUS_APPLICATION_RESTRICTED_LOWDELAY);
        } catch (OpusException e) {
            throw new IllegalArgumentException("sampleRateHz " + sampleRateHz, e);
        }
        encoder.setBitrate(bitrateBps);
        encoder.setComplexity(COMPLEXITY);
    }

    int samplesPerPacket() {
        return samplesPerPacket;
    }

    /// Encodes the next 20 ms into a fresh array.
    byte[] encode(short[] samples) {
        try {
            int bytes = encoder.encode(samples, 0, samplesPerPacket, scratch, 0, scratch.length);
            return Arrays.copyOf(scratch, bytes);
        } catch (OpusException e) {
            // only arguments cause it, and those do not come from the network
            throw new IllegalStateException("the encoder refused " + samplesPerPacket, e);
        }
    }
}
