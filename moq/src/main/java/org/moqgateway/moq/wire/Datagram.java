package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// A group of one frame in a datagram (moq-lite-05 Datagrams).
///
/// ```text
/// Subscribe Id (i) Group Sequence (i) Timestamp (i) Payload (to the end)
/// ```
///
/// @param subscribeId the subscription that it is sent for
/// @param sequence of the group within its track
/// @param timestamp in units of the track's timescale, absolute
/// @param payload lent: neither copied nor to be modified
@SuppressWarnings("ArrayRecordComponent") // a frame's bytes are shared by all its readers
public record Datagram(long subscribeId, long sequence, long timestamp, byte[] payload) {
    /// The datagram.
    ///
    /// @throws IllegalArgumentException when the version has no datagrams
    public byte[] encode(MoqVersion version) {
        WireWriter.require(version.hasDatagrams(), "datagrams", version);
        int header =
                VarInt.length(subscribeId) + VarInt.length(sequence) + VarInt.length(timestamp);
        byte[] bytes = new byte[header + payload.length];
        int end = VarInt.encode(subscribeId, bytes, 0);
        end += VarInt.encode(sequence, bytes, end);
        end += VarInt.encode(timestamp, bytes, end);
        System.arraycopy(payload, 0, bytes, end, payload.length);
        return bytes;
    }

    /// Reads a whole datagram, from position to limit.
    ///
    /// @throws WireException when the bytes are none, or the version has none; it costs the
    ///     datagram, not the session
    public static Datagram decode(ByteBuffer datagram, MoqVersion version) throws WireException {
        WireReader.require(version.hasDatagrams(), "datagrams", version);
        WireReader in = WireReader.of(datagram);
        return new Datagram(in.varInt(), in.varInt(), in.varInt(), in.rest());
    }
}
