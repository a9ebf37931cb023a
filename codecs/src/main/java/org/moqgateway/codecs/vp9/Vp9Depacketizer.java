package org.moqgateway.codecs.vp9;

import java.util.Optional;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;

/// Makes pictures of VP9 RTP payloads, flexible and non-flexible mode (RFC 9628).
///
/// The layer frames of one picture (one timestamp) make one frame; when there are several, a
/// superframe index (VP9 specification Annex B) tells them apart, as WebM and WebCodecs have
/// it. It ends with the marker bit, and where that is missing with the next timestamp. A
/// keyframe begins with a VP9 key frame; an intra-only frame makes none. The size told is the
/// largest layer's, and grows between keyframes when a layer joins. Frames before the first
/// keyframe are delivered too; the receiver decides about them.
///
/// A picture whose lowest layer lacks a packet is never delivered. When the loss is above it,
/// the picture is delivered with the layers below the loss, the sink is told
/// [DropReason#LAYER_LOST] once, and the layers that lost something stay away until a keyframe,
/// or until they come without the need of an earlier picture (P bit). Decoders show the highest
/// layer that they get. Layers that were never sent, or not in this picture, are no loss.
///
/// Where spatial layers are independent of each other, only the highest one is delivered.
/// Thread rule: confined to one thread. Memory: bounded by the frame size limit.
public final class Vp9Depacketizer implements VideoDepacketizer {
    /// The limit for one picture unless another is given.
    public static final int DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

    private final Vp9PayloadDescriptor descriptor = new Vp9PayloadDescriptor();
    private final PictureBuilder picture;
    private boolean pictureOpen;
    private boolean spoiled;
    private boolean restLost;
    private boolean layered;
    private int pictureTimestamp;
    private boolean gapPending;

    /// Creates a depacketizer with the default limit.
    public Vp9Depacketizer() {
        this(DEFAULT_MAX_FRAME_BYTES);
    }

    /// Creates a depacketizer.
    ///
    /// @param maxFrameBytes limit for the layer frames of a picture together
    /// @throws IllegalArgumentException when the limit is not positive
    public Vp9Depacketizer(int maxFrameBytes) {
        picture = new PictureBuilder(maxFrameBytes);
    }

    @Override
    public Optional<VideoConfig> config() {
        return picture.config();
    }

    @Override
    public void push(RtpPayload payload, Sink sink) {
        gapPending |= payload.gapBefore();
        if (payload.length() == 0) {
            return; // padding, which belongs to no picture
        }
        boolean gap = gapPending;
        gapPending = false;
        if (!pictureOpen || payload.rtpTimestamp() != pictureTimestamp) {
            beginPicture(payload.rtpTimestamp(), gap, sink);
        } else if (gap) {
            loseRest(DropReason.PACKET_LOST, sink);
        }
        if (!spoiled && !restLost) {
            consume(payload.buffer(), payload.offset(), payload.length(), sink);
        }
        if (payload.marker()) {
            endPicture(sink);
            pictureOpen = false;
        }
    }

    private void beginPicture(int rtpTimestamp, boolean gap, Sink sink) {
        // Without layers a picture is whole as soon as its only layer frame is.
        boolean tailLost =
                gap
                        && pictureOpen
                        && !spoiled
                        && !restLost
                        && (picture.layerOpen() || layered || !picture.hasLayers());
        if (tailLost) {
            loseRest(DropReason.PACKET_LOST, sink);
        }
        if (pictureOpen) {
            endPicture(sink);
        }
        picture.clear();
        pictureOpen = true;
        spoiled = restLost = layered = false;
        pictureTimestamp = rtpTimestamp;
        if (gap && !tailLost) {
            sink.dropped(DropReason.FRAMES_LOST, rtpTimestamp);
        }
    }

    private void endPicture(Sink sink) {
        if (picture.layerOpen()) {
            loseRest(DropReason.FRAGMENT_WITHOUT_END, sink);
        }
        if (picture.hasLayers()) {
            picture.finish(pictureTimestamp, sink);
        } else if (picture.leftOut()) {
            sink.dropped(DropReason.LAYER_LOST, pictureTimestamp);
        }
        picture.clear();
    }

    private void consume(byte[] buffer, int offset, int length, Sink sink) {
        if (!descriptor.parse(buffer, offset, length)) {
            loseRest(DropReason.MALFORMED_PAYLOAD, sink);
            return;
        }
        layered = descriptor.hasLayerIndices();
        if (descriptor.begin() == picture.layerOpen()) {
            loseRest(
                    descriptor.begin()
                            ? DropReason.FRAGMENT_WITHOUT_END
                            : DropReason.FRAGMENT_WITHOUT_START,
                    sink);
        } else if (descriptor.begin() && !picture.open(descriptor)) {
            loseRest(DropReason.MALFORMED_PAYLOAD, sink);
        } else {
            append(buffer, offset + descriptor.bytes(), length - descriptor.bytes(), sink);
        }
    }

    private void append(byte[] buffer, int offset, int length, Sink sink) {
        if (!picture.append(buffer, offset, length)) {
            loseRest(DropReason.FRAME_TOO_LARGE, sink);
        } else if (descriptor.end()) {
            DropReason defect = picture.close();
            if (defect != null) {
                loseRest(defect, sink);
            }
        }
    }

    /// Gives up the layer frame that is open and all that follow it, or, when none is whole
    /// yet, the picture.
    ///
    /// @param reason why, when the picture is given up
    private void loseRest(DropReason reason, Sink sink) {
        if (spoiled || restLost) {
            return;
        }
        if (picture.hasLayers()) {
            restLost = true;
            picture.loseRest();
            sink.dropped(DropReason.LAYER_LOST, pictureTimestamp);
        } else {
            spoiled = true;
            picture.clear();
            sink.dropped(reason, pictureTimestamp);
        }
    }
}
