package org.moqgateway.codecs.nal;

import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.VideoConfig;

/// What a [ParameterSetStore] needs to know of a parameter set besides its bytes.
///
/// @param kind which of the three it is
/// @param id what others refer to it by, within the range that the store was made for
/// @param parentId the set of the kind above that it builds on; 0 where there is none
/// @param config what pictures with this set are like; null but for a sequence parameter set
public record ParameterSet(Kind kind, int id, int parentId, @Nullable VideoConfig config) {
    /// The kinds of parameter sets, each building on the one before it.
    public enum Kind {
        /// Video parameter set, H.265 alone.
        VIDEO,
        /// Sequence parameter set.
        SEQUENCE,
        /// Picture parameter set, what slices refer to.
        PICTURE
    }
}
