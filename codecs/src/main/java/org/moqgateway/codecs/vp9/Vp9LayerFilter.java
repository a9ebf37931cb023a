package org.moqgateway.codecs.vp9;

import java.util.Arrays;
import java.util.Objects;
import org.moqgateway.codecs.LayerFilter;
import org.moqgateway.codecs.LayerLimit;

/// Takes the layers above a limit out of VP9 pictures.
///
/// Spatial layers are the frames of a superframe, lowest first, in the way of libvpx: every one
/// of them has `show_frame` set, and a decoder that is given the superframe shows the last
/// (libvpx, browsers) or all of them (FFmpeg's own decoder). So nothing must be rewritten when
/// the upper ones go: the highest that is left is shown. A superframe with a hidden frame (an
/// alternate reference before the frame that is shown) has no spatial layers and stays whole.
///
/// Temporal layers are not told by the bitstream. What can be seen is whether a picture
/// refreshes any slot; one that does not is needed by no other, and a temporal limit of 0 takes
/// it out. That is the highest temporal layer, half of the pictures, but for streams whose
/// encoder stores even those for the spatial layer above (L2T2, L3T3 of libvpx), which keep
/// theirs. Any other limit takes out none, since the stream may have no layer above it.
///
/// Frames are only taken out while all since the keyframe are error resilient, as those of
/// scalable encoders are: only then does nothing but the slots pass from frame to frame. A
/// lower limit takes effect at once, a higher spatial one at the next keyframe.
public final class Vp9LayerFilter implements LayerFilter {
    private static final byte[] NOTHING = {};

    private final Superframe superframe = new Superframe();
    private final Vp9FrameHeader header = new Vp9FrameHeader();
    private LayerLimit limit;
    private int spatialLimit;
    private boolean resilient;

    // Of the frame at hand.
    private boolean understood;
    private boolean allShown;
    private int refreshingFrames;

    /// Creates a filter with its first limit.
    public Vp9LayerFilter(LayerLimit limit) {
        this.limit = limit;
        spatialLimit = limit.spatial();
    }

    /// Sets another limit for the frames to come.
    public void limit(LayerLimit limit) {
        this.limit = limit;
    }

    @Override
    public byte[] filter(byte[] frame, int offset, int length, boolean keyframe) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        byte[] whole =
                length == frame.length ? frame : Arrays.copyOfRange(frame, offset, offset + length);
        spatialLimit = keyframe ? limit.spatial() : Math.min(spatialLimit, limit.spatial());
        resilient |= keyframe;
        inspect(whole);
        if (!understood || !resilient) {
            return whole;
        }
        int count = superframe.count();
        int kept = allShown ? Math.min(count, spatialLimit + 1) : count;
        if (limit.temporal() == 0 && !keyframe && disposable(kept)) {
            return NOTHING;
        }
        return kept == count ? whole : superframe.first(whole, kept);
    }

    private void inspect(byte[] picture) {
        superframe.parse(picture, 0, picture.length);
        understood = allShown = true;
        refreshingFrames = 0;
        for (int i = 0; i < superframe.count(); i++) {
            understood &= header.parse(picture, superframe.offset(i), superframe.length(i));
            allShown &= header.shown();
            // An order to show an earlier frame decodes nothing, but takes no frame out either.
            resilient &= header.errorResilient() || header.showsExistingFrame();
            if (header.refreshedSlots() != 0 || header.showsExistingFrame()) {
                refreshingFrames |= 1 << i;
            }
        }
        resilient &= understood;
    }

    private boolean disposable(int frames) {
        return (refreshingFrames & ((1 << frames) - 1)) == 0;
    }
}
