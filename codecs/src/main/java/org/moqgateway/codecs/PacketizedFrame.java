package org.moqgateway.codecs;

import java.util.Objects;

/// The RTP payloads of one frame, made once and shared by every viewer. Immutable.
///
/// The payloads lie one behind the other in a single array. The marker bit belongs to the last one.
/// Thread rule: may be read by any number of threads.
public final class PacketizedFrame {
    private final byte[] data;
    private final int[] bounds;
    private final int count;
    private final DependencyDescriptors descriptors;

    /// Wraps payloads that have no descriptors.
    ///
    /// As [#PacketizedFrame(byte[], int[], DependencyDescriptors)] does.
    public PacketizedFrame(byte[] data, int[] bounds) {
        this(data, bounds, DependencyDescriptors.NONE);
    }

    /// Wraps payloads that were written already.
    ///
    /// Ownership of both arrays passes to the frame: nobody may modify them afterwards.
    ///
    /// @param data the payloads, back to back
    /// @param bounds `count + 1` ascending positions in `data`; payload `i` goes from `bounds[i]`
    ///     up to `bounds[i + 1]`
    /// @param descriptors one for each payload, or [DependencyDescriptors#NONE]
    /// @throws IllegalArgumentException when the bounds are empty
    /// @throws IndexOutOfBoundsException when the bounds do not lie in `data`
    public PacketizedFrame(byte[] data, int[] bounds, DependencyDescriptors descriptors) {
        if (bounds.length == 0) {
            throw new IllegalArgumentException("bounds hold at least the end of the last payload");
        }
        Objects.checkFromToIndex(bounds[0], bounds[bounds.length - 1], data.length);
        this.data = data;
        this.bounds = bounds;
        this.descriptors = descriptors;
        this.count = bounds.length - 1;
    }

    /// The array that holds every payload; never modified.
    public byte[] data() {
        return data;
    }

    /// Number of RTP payloads, zero when the frame held nothing that can be sent.
    public int count() {
        return count;
    }

    /// Where payload `index` begins in [#data()].
    public int offset(int index) {
        return bounds[Objects.checkIndex(index, count)];
    }

    /// Bytes of payload `index`.
    public int length(int index) {
        return bounds[Objects.checkIndex(index, count) + 1] - bounds[index];
    }

    /// Bytes of all payloads together, without RTP headers.
    public int totalBytes() {
        return bounds[count] - bounds[0];
    }

    /// What the payloads' packets say where the viewer takes dependency descriptors.
    public DependencyDescriptors descriptors() {
        return descriptors;
    }
}
