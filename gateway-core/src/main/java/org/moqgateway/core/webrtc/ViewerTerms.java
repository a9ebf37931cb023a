package org.moqgateway.core.webrtc;

import java.util.function.Predicate;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.egress.RenditionChoice;

/// What a viewer wants and may have.
///
/// @param layers wanted of a scalable stream
/// @param readable whether it may play a broadcast of this path: a catalog may refer to renditions
///     in other broadcasts than the one that the viewer asked for, and whoever writes the catalog
///     must not be able to give away what is not his. Any thread
/// @param renditions which renditions it is given
public record ViewerTerms(
        LayerLimit layers, Predicate<String> readable, RenditionChoice renditions) {
    /// Everything there is.
    public static final ViewerTerms ALL = new ViewerTerms(LayerLimit.NONE, _ -> true);

    /// Any rendition.
    public ViewerTerms(LayerLimit layers, Predicate<String> readable) {
        this(layers, readable, RenditionChoice.ANY);
    }
}
