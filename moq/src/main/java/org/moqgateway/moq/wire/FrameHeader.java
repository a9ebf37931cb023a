package org.moqgateway.moq.wire;

/// What stands before a frame's payload on a group or fetch stream (moq-lite-05 FRAME).
///
/// ```text
/// 03, 04    Length (i)
/// from 05   Timestamp Delta (i) Length (i)
/// ```
///
/// The delta counts from the frame before it in the group, for the first one from 0, in units of
/// the track's timescale; it is zigzag-coded: [VarInt#zigzag].
public final class FrameHeader {
    private FrameHeader() {}

    /// The header.
    ///
    /// @param timestampDelta to the frame before it, within ±2^61; ignored where the version has no
    ///     timestamps
    /// @param length bytes of the payload
    /// @throws IllegalArgumentException when a number does not fit
    public static byte[] encode(long timestampDelta, int length, MoqVersion version) {
        if (!version.hasFrameTimestamps()) {
            byte[] bytes = new byte[VarInt.length(length)];
            VarInt.encode(length, bytes, 0);
            return bytes;
        }
        long delta = VarInt.zigzag(timestampDelta);
        byte[] bytes = new byte[VarInt.length(delta) + VarInt.length(length)];
        VarInt.encode(length, bytes, VarInt.encode(delta, bytes, 0));
        return bytes;
    }
}
