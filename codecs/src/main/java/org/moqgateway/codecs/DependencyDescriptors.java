package org.moqgateway.codecs;

import java.util.Objects;

/// What the packets of one temporal unit say in the dependency descriptor header extension (RTP
/// Payload Format For AV1, A.8.2), one descriptor for each payload. Immutable.
///
///      0                   1                   2
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |S|E| template  |          frame number         |  then the structure, in the first
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  payload of a keyframe alone
///
/// Every viewer counts the frames that it is sent by itself, so that its numbers have no gap where
/// it is given another stream: the descriptors are shared, the frame number comes in with [#copy].
///
/// Thread rule: may be read by any number of threads.
public final class DependencyDescriptors {
    /// Of a frame whose packets carry none.
    public static final DependencyDescriptors NONE =
            new DependencyDescriptors(new byte[0], new byte[0], new byte[0]);

    private static final int MANDATORY_BYTES = 3;
    private static final int LONGEST = 16;

    private final byte[] heads;
    private final byte[] frames;
    private final byte[] structure;

    /// Wraps what was made already.
    ///
    /// Ownership of the arrays passes to this object: nobody may modify them afterwards.
    ///
    /// @param heads for each payload its first byte: start, end of frame and template id
    /// @param frames for each payload which frame of the temporal unit it belongs to, from 0
    ///     up, at most 255
    /// @param structure what stands behind the frame number in the first payload's descriptor; may
    ///     be empty
    /// @throws IllegalArgumentException when `heads` and `frames` are not equally long, or
    ///     the first descriptor is longer than the 16 bytes that the one-byte form of a header
    ///     extension has (RFC 8285 §4.2)
    public DependencyDescriptors(byte[] heads, byte[] frames, byte[] structure) {
        if (heads.length != frames.length) {
            throw new IllegalArgumentException("each payload has one head and one frame");
        }
        if (MANDATORY_BYTES + structure.length > LONGEST) {
            throw new IllegalArgumentException("the structure is too long: " + structure.length);
        }
        this.heads = heads;
        this.frames = frames;
        this.structure = structure;
    }

    /// How many frames the temporal unit has, zero without descriptors.
    public int frames() {
        return frames.length == 0 ? 0 : (frames[frames.length - 1] & 0xff) + 1;
    }

    /// Bytes of a payload's descriptor, zero without descriptors.
    public int length(int payload) {
        if (heads.length == 0) {
            return 0;
        }
        Objects.checkIndex(payload, heads.length);
        return payload == 0 ? MANDATORY_BYTES + structure.length : MANDATORY_BYTES;
    }

    /// Writes a payload's descriptor, [#length] bytes.
    ///
    /// @param firstFrameNumber what the viewer counts the unit's first frame as; the low 16 bits
    /// @return the position behind
    /// @throws IndexOutOfBoundsException when there is no such payload, or no room
    public int copy(int payload, int firstFrameNumber, byte[] target, int offset) {
        int number = firstFrameNumber + (frames[payload] & 0xff);
        target[offset] = heads[payload];
        target[offset + 1] = (byte) (number >> 8);
        target[offset + 2] = (byte) number;
        int end = offset + MANDATORY_BYTES;
        if (payload == 0) {
            System.arraycopy(structure, 0, target, end, structure.length);
            end += structure.length;
        }
        return end;
    }
}
