package org.moqgateway.core.hang;

import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.wire.VarInt;

/// The default container (draft-lcurley-moq-hang, legacy).
///
/// ```text
/// +----------------------------------+-----------------------+
/// | timestamp, microseconds (varint) | the codec's bytes ... |
/// +----------------------------------+-----------------------+
/// ```
///
/// Reading copies nothing: the codec's bytes are the frame's payload from [#codecOffset] on.
public final class LegacyContainer {
    /// The answer for bytes that are no frame.
    public static final int MALFORMED = -1;

    private LegacyContainer() {}

    /// Wraps the codec's bytes; they are copied.
    ///
    /// @param timestampUs presentation time, 0 to 2^62-1
    public static Frame encode(long timestampUs, byte[] codecBytes) {
        int header = VarInt.length(timestampUs);
        byte[] payload = new byte[header + codecBytes.length];
        VarInt.encode(timestampUs, payload, 0);
        System.arraycopy(codecBytes, 0, payload, header, codecBytes.length);
        return new Frame(timestampUs, payload);
    }

    /// Where the codec's bytes begin in the payload of a frame, or [#MALFORMED].
    public static int codecOffset(byte[] payload) {
        return VarInt.decode(payload, 0, payload.length) == VarInt.INCOMPLETE
                ? MALFORMED
                : VarInt.lengthFromFirstByte(payload[0]);
    }

    /// The timestamp in the payload of a frame in microseconds, or [#MALFORMED].
    public static long timestampUs(byte[] payload) {
        return VarInt.decode(payload, 0, payload.length);
    }

    /// See [ContainerReader#read].
    static boolean unwrap(byte[] payload, boolean beginsGroup, ContainerReader.Sink sink) {
        int offset = codecOffset(payload);
        if (offset == MALFORMED || offset == payload.length) {
            return false;
        }
        sink.sample(timestampUs(payload), offset, payload.length - offset, beginsGroup);
        return true;
    }
}
