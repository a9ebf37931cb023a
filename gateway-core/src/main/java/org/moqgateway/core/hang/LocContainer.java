package org.moqgateway.core.hang;

import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.wire.VarInt;

/// The Low Overhead Container (draft-ietf-moq-loc-04) as upstream frames it: the properties
/// stand in the payload of the MoQ frame. (see [LocProperties]), the codec's bytes follow.
/// Without a Timescale property the timestamp is in microseconds; written is the Timestamp
/// alone.
///
/// ```text
/// +----------------------------------+---------------------------------+--------------------+
/// | bytes of the properties (varint) | 10, timestamp in us (varint) | the codec's bytes... |
/// +----------------------------------+---------------------------------+--------------------+
/// ```
public final class LocContainer {
    private static final int TYPE_BYTES = 1;

    private LocContainer() {}

    /// Wraps the codec's bytes; they are copied.
    ///
    /// @param timestampUs presentation time, 0 to 2^62-1
    public static Frame encode(long timestampUs, byte[] codecBytes) {
        int properties = TYPE_BYTES + VarInt.length(timestampUs);
        int header = VarInt.length(properties) + properties;
        byte[] payload = new byte[header + codecBytes.length];
        int offset = VarInt.encode(properties, payload, 0);
        offset += VarInt.encode(LocProperties.TIMESTAMP, payload, offset);
        VarInt.encode(timestampUs, payload, offset);
        System.arraycopy(codecBytes, 0, payload, header, codecBytes.length);
        return new Frame(timestampUs, payload);
    }

    /// What [ContainerReader] reads with; one for each reader.
    static ContainerReader.Unwrapper unwrapper() {
        LocProperties properties = new LocProperties();
        return (payload, beginsGroup, sink) -> {
            int offset = properties.read(payload);
            long timestampUs = properties.timestampUs();
            if (offset < 0 || offset == payload.length || timestampUs < 0) {
                return false;
            }
            sink.sample(timestampUs, offset, payload.length - offset, beginsGroup);
            return true;
        };
    }
}
