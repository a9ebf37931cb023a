package org.moqgateway.codecs.vp8;

import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.FrameBuffer;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// Makes frames of VP8 RTP payloads (RFC 7741).
///
/// A frame is the bare VP8 frame, as WebM and WebCodecs have it. It ends with the marker bit,
/// and where that is missing with the next timestamp. Partitions may begin with packets of
/// their own or not. Picture ids, temporal layers and keyframe numbers are read past: which
/// packets are missing is known from the sequence numbers, and every layer is delivered.
///
/// Frames before the first keyframe are delivered too; the receiver decides about them.
///
/// A frame that lacks a packet is never delivered; the sink learns why, once per frame.
/// Thread rule: confined to one thread. Memory: bounded by the frame size limit.
public final class Vp8Depacketizer implements VideoDepacketizer {
    /// The limit for one frame unless another is given.
    public static final int DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

    private final Vp8PayloadDescriptor descriptor = new Vp8PayloadDescriptor();
    private final Vp8FrameHeader header = new Vp8FrameHeader();
    private final FrameBuffer frame;
    private @Nullable VideoConfig config;
    private boolean frameOpen;
    private boolean spoiled;
    private int frameTimestamp;
    private boolean gapPending;

    /// Creates a depacketizer with the default limit.
    public Vp8Depacketizer() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /// Creates a depacketizer.
    ///
    /// @param maxFrameBytes limit for the bytes of a frame
    /// @throws IllegalArgumentException when the limit is not positive
    public Vp8Depacketizer(int maxFrameBytes) {
        frame = new FrameBuffer(maxFrameBytes);
    }

    @Override
    public Optional<VideoConfig> config() {
        return Optional.ofNullable(config);
    }

    @Override
    public void push(RtpPayload payload, Sink sink) {
        gapPending |= payload.gapBefore();
        if (payload.length() == 0) {
            return; // padding, which belongs to no frame
        }
        boolean gap = gapPending;
        gapPending = false;
        if (!frameOpen || payload.rtpTimestamp() != frameTimestamp) {
            beginFrame(payload.rtpTimestamp(), gap, sink);
        } else if (gap) {
            spoil(DropReason.PACKET_LOST, sink);
        }
        if (!spoiled) {
            consume(payload.buffer(), payload.offset(), payload.length(), sink);
        }
        if (payload.marker()) {
            endFrame(sink);
            frameOpen = false;
        }
    }

    private void beginFrame(int rtpTimestamp, boolean gap, Sink sink) {
        boolean tailLost = gap && frameOpen && !spoiled;
        if (tailLost) {
            spoil(DropReason.PACKET_LOST, sink);
        } else if (frameOpen) {
            endFrame(sink);
        }
        frame.clear();
        frameOpen = true;
        spoiled = false;
        frameTimestamp = rtpTimestamp;
        if (gap && !tailLost) {
            sink.dropped(DropReason.FRAMES_LOST, rtpTimestamp);
        }
    }

    private void consume(byte[] buffer, int offset, int length, Sink sink) {
        if (!descriptor.parse(buffer, offset, length)) {
            spoil(DropReason.MALFORMED_PAYLOAD, sink);
        } else if (descriptor.startOfFrame() != (frame.size() == 0)) {
            spoil(
                    frame.size() == 0
                            ? DropReason.FRAGMENT_WITHOUT_START
                            : DropReason.MALFORMED_PAYLOAD,
                    sink);
        } else {
            int skipped = descriptor.bytes();
            if (!frame.append(buffer, offset + skipped, length - skipped)) {
                spoil(DropReason.FRAME_TOO_LARGE, sink);
            }
        }
    }

    private void endFrame(Sink sink) {
        if (!spoiled) {
            if (header.parse(frame.bytes(), 0, frame.size())) {
                deliver(sink);
            } else {
                spoil(DropReason.MALFORMED_PAYLOAD, sink);
            }
        }
        frame.clear();
        spoiled = false;
    }

    private void deliver(Sink sink) {
        if (header.keyframe()) {
            updateConfig();
        }
        byte[] payload = new byte[frame.size()];
        System.arraycopy(frame.bytes(), 0, payload, 0, payload.length);
        sink.frame(new EncodedFrame(frameTimestamp, header.keyframe(), payload));
    }

    private void updateConfig() {
        VideoConfig known = config;
        if (known == null
                || known.codedWidth() != header.width()
                || known.codedHeight() != header.height()) {
            config =
                    new VideoConfig(
                            "vp8",
                            header.width(),
                            header.height(),
                            OptionalDouble.empty(),
                            SampleFormat.YUV_420_8);
        }
    }

    /// Gives up the frame; the rest of its packets is ignored.
    private void spoil(DropReason reason, Sink sink) {
        frame.clear();
        if (!spoiled) {
            spoiled = true;
            sink.dropped(reason, frameTimestamp);
        }
    }
}
