package org.moqgateway.codecs.opus;

import java.util.Objects;

/// The structure of one Opus packet, as its first bytes tell it (RFC 6716 §3).
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     | config  |s| c |   TOC: configuration, stereo flag, frame count code
///     +-+-+-+-+-+-+-+-+
///     |v|p|     M     |   code 3 only: variable bit rate, padding, number of frames
///     +-+-+-+-+-+-+-+-+
///
/// The sound itself is not decoded.
public sealed interface OpusPacket {

    /// A packet that keeps the rules of RFC 6716 §3.4.
    ///
    /// @param configuration 0 … 31: mode, bandwidth and frame size (RFC 6716 Table 2)
    /// @param stereo whether the frames are coded in stereo
    /// @param frameCount frames in the packet, 1 … 48
    /// @param frameSamples length of one frame in samples at 48 kHz
    /// @param silent whether no frame holds more than a byte: what discontinuous transmission sends
    record Valid(
            int configuration, boolean stereo, int frameCount, int frameSamples, boolean silent)
            implements OpusPacket {

        /// Length of the sound in samples at 48 kHz, at most 5760 (120 ms).
        public int durationSamples() {
            return frameCount * frameSamples;
        }
    }

    /// A packet that breaks a rule of RFC 6716 §3.4.
    record Invalid(Defect defect) implements OpusPacket {}

    /// The rules of RFC 6716 §3.4, by what breaks them.
    enum Defect {
        /// R1: no byte at all.
        EMPTY,
        /// R2: a frame of more than 1275 bytes.
        FRAME_TOO_LONG,
        /// R3, R6: frames of equal size that do not divide the packet.
        UNEVEN_FRAMES,
        /// R4, R6, R7: a length or padding that reaches beyond the packet, or a length that is cut.
        TRUNCATED,
        /// R5: no frame.
        NO_FRAMES,
        /// R5: more than 120 ms of sound.
        TOO_MUCH_SOUND
    }

    /// Reads the structure of a packet.
    ///
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    static OpusPacket parse(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return new OpusPacketReader(buffer, offset, length).read();
    }
}
