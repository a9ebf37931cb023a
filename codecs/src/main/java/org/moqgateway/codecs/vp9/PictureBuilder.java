package org.moqgateway.codecs.vp9;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.Depacketizer.Sink;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.FrameBuffer;
import org.moqgateway.codecs.VideoConfig;

/// Collects the layer frames of one picture at a time and makes one frame of them: as it is
/// when there is one layer, a superframe when there are more.
///
/// Knows which spatial layers can be decoded: `ceiling` is the highest one that lacks nothing.
/// A layer that lost something and the layers above it are left out until they need no earlier
/// picture. `floor` is the lowest one worth decoding: where layers are independent (simulcast
/// in one stream, modes S2 and S3), the key frame of an upper one would make a decoder forget
/// the ones below.
final class PictureBuilder {
    private static final int NO_CEILING = 7;

    private final FrameBuffer buffer;
    private final Vp9FrameHeader header = new Vp9FrameHeader();
    private final Superframe superframe = new Superframe();
    private final int[] layerOffsets = new int[Superframe.MAX_FRAMES];
    private final int[] layerLengths = new int[Superframe.MAX_FRAMES];
    private final int[] frameLengths = new int[Superframe.MAX_FRAMES];
    private int layers;
    private int closedLayers;
    private int lastSpatialId;
    private boolean keyframe;
    private int width;
    private int height;

    private boolean layerOpen;
    private int openOffset;
    private int openSpatialId;
    private boolean openNeedsPictures;
    private boolean openNeedsLayer;

    private int ceiling = NO_CEILING;
    private int floor;
    private @Nullable VideoConfig config;
    private Vp9Format configFormat = Vp9Format.PROFILE_0;

    PictureBuilder(int maxBytes) {
        buffer = new FrameBuffer(maxBytes);
    }

    /// Forgets the picture; what was learnt about the stream stays.
    void clear() {
        buffer.clear();
        layers = closedLayers = width = height = 0;
        lastSpatialId = -1;
        keyframe = layerOpen = false;
    }

    Optional<VideoConfig> config() {
        return Optional.ofNullable(config);
    }

    boolean layerOpen() {
        return layerOpen;
    }

    /// Whether there is something that can be delivered.
    boolean hasLayers() {
        return layers > 0;
    }

    /// Whether there were layer frames, but none that can be decoded.
    boolean leftOut() {
        return layers == 0 && closedLayers > 0;
    }

    /// Begins a layer frame.
    ///
    /// @return false when a higher one came before it
    boolean open(Vp9PayloadDescriptor descriptor) {
        openSpatialId = descriptor.spatialId();
        openNeedsPictures = descriptor.interPicturePredicted();
        openNeedsLayer = descriptor.interLayerPredicted();
        openOffset = buffer.size();
        layerOpen = openSpatialId >= lastSpatialId;
        return layerOpen;
    }

    /// Adds bytes to the open layer frame. Returns false when there is no room left.
    boolean append(byte[] bytes, int offset, int length) {
        return buffer.append(bytes, offset, length);
    }

    /// Ends the open layer frame, and leaves it out when its layer cannot be decoded at
    /// present.
    ///
    /// @return what is wrong with it, or null
    @Nullable DropReason close() {
        layerOpen = false;
        int length = buffer.size() - openOffset;
        DropReason defect = null;
        boolean wanted = false;
        if (!header.parse(buffer.bytes(), openOffset, length) || layers == Superframe.MAX_FRAMES) {
            defect = DropReason.MALFORMED_PAYLOAD;
        } else {
            if (header.keyframe()) {
                beginStream();
            }
            closedLayers++;
            boolean lowerMissing = openNeedsLayer && lastSpatialId < openSpatialId - 1;
            wanted = wanted(lowerMissing);
            defect = wanted && lowerMissing ? DropReason.LAYER_LOST : null;
        }
        if (wanted && defect == null) {
            accept(length);
        } else {
            buffer.truncate(openOffset);
        }
        return defect;
    }

    /// A key frame fills all slots: what was before it, in this picture too, is of no more use.
    private void beginStream() {
        layers = width = height = 0;
        keyframe = true;
        if (closedLayers == 0) {
            floor = 0;
            ceiling = NO_CEILING;
        } else {
            floor = openSpatialId;
            ceiling = Math.max(ceiling, floor);
        }
    }

    private boolean wanted(boolean lowerMissing) {
        if (openSpatialId == ceiling + 1 && !openNeedsPictures && !lowerMissing) {
            ceiling = openSpatialId;
        }
        return openSpatialId >= floor && openSpatialId <= ceiling;
    }

    private void accept(int length) {
        layerOffsets[layers] = openOffset;
        layerLengths[layers] = length;
        layers++;
        lastSpatialId = openSpatialId;
        if (header.hasSize() && (long) header.width() * header.height() > (long) width * height) {
            width = header.width();
            height = header.height();
        }
    }

    /// The rest of the picture, the open layer frame first, is lost.
    void loseRest() {
        if (layerOpen) {
            buffer.truncate(openOffset);
            layerOpen = false;
        }
        ceiling = Math.min(ceiling, lastSpatialId);
    }

    /// Delivers the picture, which has layers, and begins the next one.
    void finish(int rtpTimestamp, Sink sink) {
        byte[] payload = layers == 1 ? copyOfLayer() : join();
        updateConfig();
        EncodedFrame frame =
                payload == null ? null : new EncodedFrame(rtpTimestamp, keyframe, payload);
        clear();
        if (frame == null) {
            sink.dropped(DropReason.MALFORMED_PAYLOAD, rtpTimestamp);
        } else {
            sink.frame(frame);
        }
    }

    private byte[] copyOfLayer() {
        byte[] payload = new byte[layerLengths[0]];
        System.arraycopy(buffer.bytes(), layerOffsets[0], payload, 0, payload.length);
        return payload;
    }

    /// Null when there are more frames than an index can name. A layer frame may itself come
    /// with an index of its own, for a hidden frame before it: its frames are named one by one.
    private byte @Nullable [] join() {
        int frames = 0;
        int bytes = 0;
        for (int i = 0; i < layers; i++) {
            superframe.parse(buffer.bytes(), layerOffsets[i], layerLengths[i]);
            for (int j = 0; j < superframe.count(); j++) {
                if (frames == Superframe.MAX_FRAMES) {
                    return null;
                }
                frameLengths[frames++] = superframe.length(j);
                bytes += superframe.length(j);
            }
        }
        byte[] payload = new byte[bytes + Superframe.indexBytes(frameLengths, frames)];
        int at = 0;
        for (int i = 0; i < layers; i++) {
            superframe.parse(buffer.bytes(), layerOffsets[i], layerLengths[i]);
            for (int j = 0; j < superframe.count(); j++) {
                int length = superframe.length(j);
                System.arraycopy(buffer.bytes(), superframe.offset(j), payload, at, length);
                at += length;
            }
        }
        Superframe.writeIndex(payload, at, frameLengths, frames);
        return payload;
    }

    /// Anew at a keyframe that differs; between keyframes the pictures only grow, when a layer
    /// joins.
    private void updateConfig() {
        VideoConfig known = config;
        Vp9Format format = header.format();
        boolean same =
                known != null
                        && known.codedWidth() == width
                        && known.codedHeight() == height
                        && format.equals(configFormat);
        boolean grown =
                known != null
                        && (long) width * height > (long) known.codedWidth() * known.codedHeight();
        if (keyframe ? !same : grown) {
            configFormat = format;
            config = format.videoConfig(width, height);
        }
    }
}
