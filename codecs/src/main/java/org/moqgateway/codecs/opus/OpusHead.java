package org.moqgateway.codecs.opus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The Opus identification header (RFC 7845 §5.1), channel mapping family 0.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |      'O'      |      'p'      |      'u'      |      's'      |
///     |      'H'      |      'e'      |      'a'      |      'd'      |
///     |  Version = 1  | Channel Count |      Pre-skip, little endian  |
///     |              Input Sample Rate (Hz), little endian            |
///     |   Output Gain (Q7.8 in dB)    | Mapping Family|
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// @param channels 1 or 2: what family 0 covers
/// @param preSkip samples at 48 kHz to discard at the start of the stream, 0 … 65535
/// @param inputSampleRateHz of the sound before it was encoded; informative
/// @param outputGain gain to apply when decoding, in 1/256 dB
public record OpusHead(int channels, int preSkip, int inputSampleRateHz, int outputGain) {
    private static final long MAGIC = 0x4f70757348656164L; // "OpusHead"
    private static final int BYTES = 19;

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException when a value does not fit its field
    public OpusHead {
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("channels must be 1 or 2, was " + channels);
        }
        if (preSkip < 0 || preSkip > 0xffff) {
            throw new IllegalArgumentException("preSkip must be 0..65535, was " + preSkip);
        }
        if (outputGain != (short) outputGain) {
            throw new IllegalArgumentException("outputGain must be 16 bits, was " + outputGain);
        }
    }

    /// The header of a stream that arrives by RTP: 48 kHz, and nothing to skip, since a receiver
    /// joins in the middle of the encoder's output and RFC 7587 signals no pre-skip.
    public static OpusHead ofRtp(int channels) {
        return new OpusHead(channels, 0, 48_000, 0);
    }

    /// The 19 bytes of the header, fresh with every call.
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(MAGIC)
                .put((byte) 1)
                .put((byte) channels)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) preSkip)
                .putInt(inputSampleRateHz)
                .putShort((short) outputGain)
                .put((byte) 0)
                .array();
    }

    /// Reads a header; bytes behind it are ignored.
    ///
    /// @return empty when it is truncated, not an `OpusHead`, of an incompatible version (RFC 7845
    ///     §5.1: the upper four bits) or of another channel mapping family than 0
    public static Optional<OpusHead> parse(byte[] bytes) {
        if (bytes.length < BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getLong() != MAGIC || (in.get() & 0xf0) != 0) {
            return Optional.empty();
        }
        int channels = in.get() & 0xff;
        in.order(ByteOrder.LITTLE_ENDIAN);
        int preSkip = in.getShort() & 0xffff;
        int inputSampleRateHz = in.getInt();
        int outputGain = in.getShort();
        int mappingFamily = in.get();
        if (channels < 1 || channels > 2 || mappingFamily != 0) {
            return Optional.empty();
        }
        return Optional.of(new OpusHead(channels, preSkip, inputSampleRateHz, outputGain));
    }
}
