package org.moqgateway.codecs.av1;

import java.util.Arrays;

/// The OBUs of one temporal unit that go over RTP, as they look without size field. Reusable.
final class ObuList {
    private static final int INITIAL = 16;
    private static final int RETAINED = 1024;

    /// The layer of an OBU without extension, which belongs to all.
    static final int NO_LAYER = -1;

    private static final byte[] NO_BYTES = {};

    private final ObuReader reader = new ObuReader();
    private byte[] frame = NO_BYTES;
    private int[] starts = new int[INITIAL];
    private int[] payloads = new int[INITIAL];
    private int[] payloadBytes = new int[INITIAL];
    private int count;
    private boolean reducedStillPicture;
    private boolean hasSequence;
    private boolean hasFrame;
    private boolean keyframe;
    private boolean layered;

    /// Takes the OBUs of another temporal unit, which is kept until [#release()].
    ///
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    void read(byte[] frame, int offset, int length) {
        reader.reset(frame, offset, length);
        this.frame = frame;
        count = 0;
        reducedStillPicture = false;
        hasSequence = false;
        hasFrame = false;
        keyframe = false;
        layered = false;
        while (reader.next()) {
            if (reader.type().carried()) {
                add();
            }
        }
    }

    private void add() {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            payloads = Arrays.copyOf(payloads, count * 2);
            payloadBytes = Arrays.copyOf(payloadBytes, count * 2);
        }
        starts[count] = reader.start();
        payloads[count] = reader.payloadOffset();
        payloadBytes[count] = reader.payloadBytes();
        switch (reader.type()) {
            case SEQUENCE_HEADER -> {
                hasSequence = true;
                reducedStillPicture =
                        FrameHeaderParser.reducedStillPicture(
                                frame, payloads[count], payloadBytes[count]);
            }
            case FRAME, FRAME_HEADER -> {
                keyframe |= !hasFrame && isKeyframe(payloads[count], payloadBytes[count]);
                hasFrame = true;
                layered |= layer(count) != NO_LAYER;
            }
            case TEMPORAL_DELIMITER,
                    TILE_GROUP,
                    METADATA,
                    REDUNDANT_FRAME_HEADER,
                    TILE_LIST,
                    PADDING,
                    RESERVED -> {}
        }
        count++;
    }

    private boolean isKeyframe(int offset, int length) {
        return FrameHeaderParser.keyframe(frame, offset, length, reducedStillPicture);
    }

    /// Keeps neither the frame nor scratch space that only an odd frame needs.
    void release() {
        reader.release();
        frame = NO_BYTES;
        if (starts.length > RETAINED) {
            starts = new int[INITIAL];
            payloads = new int[INITIAL];
            payloadBytes = new int[INITIAL];
        }
    }

    int count() {
        return count;
    }

    /// Whether a coded video sequence begins here.
    boolean newSequence() {
        return hasSequence && keyframe;
    }

    /// Whether a frame says of which layer it is.
    boolean layered() {
        return layered;
    }

    /// Temporal and spatial id as in the header's extension, or [#NO_LAYER].
    int layer(int obu) {
        int header = frame[starts[obu]];
        return ObuHeader.hasExtension(header) ? (frame[starts[obu] + 1] & 0xf8) : NO_LAYER;
    }

    /// Bytes of an OBU without size field.
    int bytes(int obu) {
        return headerBytes(obu) + payloadBytes[obu];
    }

    boolean sequenceHeader(int obu) {
        return ObuType.of(frame[starts[obu]]) == ObuType.SEQUENCE_HEADER;
    }

    private int headerBytes(int obu) {
        return ObuHeader.bytes(frame[starts[obu]]);
    }

    /// Copies the bytes `from … to` of an OBU without size field and returns the position
    /// behind.
    int copy(int obu, int from, int to, byte[] target, int offset) {
        int headerBytes = headerBytes(obu);
        int at = offset;
        int position = from;
        for (; position < headerBytes && position < to; position++) {
            int mask = position == 0 ? ~ObuHeader.SIZE_BIT : 0xff;
            target[at++] = (byte) (frame[starts[obu] + position] & mask);
        }
        int rest = to - position;
        System.arraycopy(frame, payloads[obu] + position - headerBytes, target, at, rest);
        return at + rest;
    }
}
