package org.moqgateway.core.egress;

import java.util.function.Predicate;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.RtpCodec;

/// What one media section of a viewer can be given.
///
/// @param codec what was negotiated
/// @param layers the layers that the viewer wants of a scalable stream
/// @param descriptors whether the viewer takes dependency descriptors
/// @param readable whether the viewer may play a broadcast of this path
/// @param renditions which renditions it is given, where several fit
public record FeedWish(
        NegotiatedCodec codec,
        LayerLimit layers,
        boolean descriptors,
        Predicate<String> readable,
        RenditionChoice renditions) {
    /// Any rendition that fits.
    public FeedWish(
            NegotiatedCodec codec,
            LayerLimit layers,
            boolean descriptors,
            Predicate<String> readable) {
        this(codec, layers, descriptors, readable, RenditionChoice.ANY);
    }

    /// Whether a rendition can be sent without negotiating again.
    boolean fits(Rendition rendition) {
        return matches(rendition) && readable.test(rendition.broadcast());
    }

    /// Whether only access keeps a rendition from being sent.
    boolean forbids(Rendition rendition) {
        return matches(rendition) && !readable.test(rendition.broadcast());
    }

    private boolean matches(Rendition rendition) {
        return rendition.codec().codec() == codec.codec()
                && codec.takes(rendition.codec().codecString());
    }

    /// The feed of a rendition that fits.
    FeedKey key(Rendition rendition) {
        return new FeedKey(
                rendition.broadcast(),
                rendition.track(),
                codec.codec(),
                rendition.common().container(),
                rendition.common().descriptionHex(),
                codec.singleNalUnits(),
                scalable() ? layers : LayerLimit.NONE,
                descriptors);
    }

    private boolean scalable() {
        return codec.codec() == RtpCodec.VP9 || codec.codec() == RtpCodec.AV1;
    }
}
