package org.moqgateway.moq.wire;

/// Says which group the frames of a unidirectional stream belong to (moq-lite-05 GROUP).
///
/// ```text
/// Message Length (i) Subscribe Id (i) Group Sequence (i)
/// ```
///
/// [GroupReader] reads it together with the frames that follow.
///
/// @param subscribeId the subscription that the group is sent for
/// @param sequence of the group within its track
public record GroupHeader(long subscribeId, long sequence) {
    /// The type of the stream and the header: how a group stream begins. Alike in all versions.
    public byte[] encodeStream() {
        int length = VarInt.length(subscribeId) + VarInt.length(sequence);
        byte[] bytes = new byte[2 + length];
        bytes[0] = (byte) UniStreamType.GROUP.code();
        bytes[1] = (byte) length;
        int end = 2 + VarInt.encode(subscribeId, bytes, 2);
        VarInt.encode(sequence, bytes, end);
        return bytes;
    }
}
