package org.moqgateway.codecs.av1;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.Depacketizer.Sink;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.VideoConfig;

/// Collects the OBUs of one temporal unit at a time and makes a frame of them.
///
/// Between the packets an OBU lies in the buffer without size field, behind its length in four
/// bytes; the frame that leaves has the size field of the low-overhead format in each. Sequence
/// headers are taken out and written in front. The buffer is reused: no allocation per OBU, one
/// array per frame.
final class TemporalUnitBuilder {
    private static final int INITIAL_BYTES = 16 * 1024;
    private static final int RETAINED_BYTES = 512 * 1024;
    private static final int LENGTH_BYTES = 4;

    private final int maxBytes;
    private final SequenceHeaderCache sequence = new SequenceHeaderCache();
    private final FrameHeaderParser frameHeader = new FrameHeaderParser();
    private @Nullable VideoConfig config;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size;
    private int obuOffset;
    private boolean obuOpen;
    private boolean keyframe;
    private boolean hasPicture;
    private boolean layered;
    private int keyframePayload;
    private int keyframePayloadBytes;
    private boolean headLost;
    private boolean hasSequence;
    private boolean keyframesBringTheirSequence;

    TemporalUnitBuilder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Forgets the temporal unit; what was learnt from sequence headers stays.
    void clear() {
        size = 0;
        obuOpen = false;
        keyframe = false;
        hasPicture = false;
        layered = false;
        headLost = false;
        hasSequence = false;
        if (buffer.length > RETAINED_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    Optional<VideoConfig> config() {
        return Optional.ofNullable(config);
    }

    /// Something before the first frame of the temporal unit may have been lost.
    void loseHead() {
        headLost = true;
    }

    boolean hasPicture() {
        return hasPicture;
    }

    boolean obuOpen() {
        return obuOpen;
    }

    /// Begins an OBU.
    ///
    /// @return false when there is no room left
    boolean open() {
        if (!makeRoom(LENGTH_BYTES)) {
            return false;
        }
        size += LENGTH_BYTES;
        obuOffset = size;
        obuOpen = true;
        return true;
    }

    /// Adds bytes to the open OBU.
    ///
    /// @return false when there is no room left
    boolean append(byte[] bytes, int offset, int length) {
        if (!makeRoom(length)) {
            return false;
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
        return true;
    }

    private boolean makeRoom(int bytes) {
        if (bytes > maxBytes - size) {
            return false;
        }
        if (size + bytes > buffer.length) {
            long doubled = Math.max(2L * buffer.length, size + bytes);
            buffer = Arrays.copyOf(buffer, (int) Math.min(doubled, maxBytes));
        }
        return true;
    }

    /// Ends the open OBU.
    ///
    /// @return what is wrong with it, or null; only [DropReason#MALFORMED_PARAMETER_SET] leaves
    ///     the temporal unit usable
    @Nullable DropReason close() {
        obuOpen = false;
        if (!removeSize()) {
            return DropReason.MALFORMED_PAYLOAD;
        }
        int header = buffer[obuOffset];
        int payload = obuOffset + ObuHeader.bytes(header);
        int payloadBytes = size - payload;
        return switch (ObuType.of(header)) {
            case SEQUENCE_HEADER -> {
                takeOut();
                hasSequence = sequence.store(buffer, payload, payloadBytes);
                yield hasSequence ? null : DropReason.MALFORMED_PARAMETER_SET;
            }
            case FRAME, FRAME_HEADER -> inspectFrame(payload, payloadBytes);
            case TILE_GROUP, REDUNDANT_FRAME_HEADER -> keepUnlessOrphaned();
            case TEMPORAL_DELIMITER, TILE_LIST, PADDING -> {
                takeOut();
                yield null;
            }
            case METADATA, RESERVED -> {
                endObu();
                yield null;
            }
        };
    }

    /// A sender should leave the size field out, and must not put a second OBU behind the
    /// first.
    private boolean removeSize() {
        int header = size > obuOffset ? buffer[obuOffset] : ObuHeader.FORBIDDEN_BIT;
        int sizeOffset = obuOffset + ObuHeader.bytes(header);
        if ((header & ObuHeader.FORBIDDEN_BIT) != 0 || sizeOffset > size) {
            return false;
        }
        if (!ObuHeader.hasSize(header)) {
            return true;
        }
        long told = Leb128.read(buffer, sizeOffset, size);
        int payload = sizeOffset + (int) told;
        if (told < 0 || told >> 32 != size - payload) {
            return false;
        }
        System.arraycopy(buffer, payload, buffer, sizeOffset, size - payload);
        size -= payload - sizeOffset;
        buffer[obuOffset] &= ~ObuHeader.SIZE_BIT;
        return true;
    }

    private @Nullable DropReason inspectFrame(int payload, int payloadBytes) {
        if (payloadBytes == 0) {
            return DropReason.MALFORMED_PAYLOAD;
        }
        int header = buffer[obuOffset];
        boolean extended = ObuHeader.hasExtension(header);
        int spatialId = extended ? ObuHeader.spatialId(buffer[obuOffset + 1]) : 0;
        if (!hasPicture && headLost && spatialId > 0) {
            return DropReason.PACKET_LOST; // the lower layers were in front of it
        }
        layered |= spatialId > 0;
        boolean first = !hasPicture;
        hasPicture = true;
        if (first
                && FrameHeaderParser.keyframe(
                        buffer, payload, payloadBytes, sequence.reducedStillPicture())) {
            keyframe = true;
            keyframePayload = payload;
            keyframePayloadBytes = payloadBytes;
        }
        endObu();
        return null;
    }

    private @Nullable DropReason keepUnlessOrphaned() {
        if (!hasPicture) {
            return DropReason.PACKET_LOST; // the frame header was in front of it
        }
        endObu();
        return null;
    }

    /// The bytes stay readable until the next OBU is opened.
    private void takeOut() {
        size = obuOffset - LENGTH_BYTES;
    }

    private void endObu() {
        int length = size - obuOffset;
        buffer[obuOffset - 4] = (byte) (length >> 24);
        buffer[obuOffset - 3] = (byte) (length >> 16);
        buffer[obuOffset - 2] = (byte) (length >> 8);
        buffer[obuOffset - 1] = (byte) length;
    }

    private int lengthAt(int at) {
        return (buffer[at] & 0xff) << 24
                | (buffer[at + 1] & 0xff) << 16
                | (buffer[at + 2] & 0xff) << 8
                | (buffer[at + 3] & 0xff);
    }

    /// Delivers the temporal unit, which has a picture, and begins the next one.
    void finish(int rtpTimestamp, Sink sink) {
        DropReason defect = keyframe ? keyframeDefect() : null;
        if (defect != null) {
            clear();
            sink.dropped(defect, rtpTimestamp);
            return;
        }
        if (keyframe) {
            config = currentConfig();
        }
        EncodedFrame frame = new EncodedFrame(rtpTimestamp, keyframe, payload());
        clear();
        sink.frame(frame);
    }

    /// The header that a loss took may have been a new one.
    private @Nullable DropReason keyframeDefect() {
        if (headLost && keyframesBringTheirSequence && !hasSequence) {
            return DropReason.PACKET_LOST;
        }
        if (sequence.header() == null) {
            return DropReason.MISSING_PARAMETER_SETS;
        }
        keyframesBringTheirSequence = hasSequence;
        return null;
    }

    /// Of spatial layers the largest is shown, and its size is not in the frame header.
    private @Nullable VideoConfig currentConfig() {
        SequenceHeader header = sequence.header();
        if (header == null) {
            return config;
        }
        if (layered || header.spatialLayers() > 1) {
            return sequence.configOf(header.maxWidth(), header.maxHeight());
        }
        frameHeader.readSize(header, buffer, keyframePayload, keyframePayloadBytes);
        return sequence.configOf(frameHeader.width(), frameHeader.height());
    }

    private byte[] payload() {
        byte[] front = keyframe || hasSequence ? sequence.obu() : SequenceHeaderCache.NO_OBU;
        int bytes = front.length;
        for (int at = 0; at < size; at += LENGTH_BYTES + lengthAt(at)) {
            int length = lengthAt(at);
            int headerBytes = ObuHeader.bytes(buffer[at + LENGTH_BYTES]);
            bytes += length + Leb128.bytes(length - headerBytes);
        }
        byte[] payload = new byte[bytes];
        System.arraycopy(front, 0, payload, 0, front.length);
        int to = front.length;
        for (int at = 0; at < size; at += LENGTH_BYTES + lengthAt(at)) {
            to = writeObu(at + LENGTH_BYTES, lengthAt(at), payload, to);
        }
        return payload;
    }

    private int writeObu(int from, int length, byte[] target, int offset) {
        int headerBytes = ObuHeader.bytes(buffer[from]);
        System.arraycopy(buffer, from, target, offset, headerBytes);
        target[offset] |= ObuHeader.SIZE_BIT;
        int payloadBytes = length - headerBytes;
        int to = Leb128.write(payloadBytes, target, offset + headerBytes);
        System.arraycopy(buffer, from + headerBytes, target, to, payloadBytes);
        return to + payloadBytes;
    }
}
