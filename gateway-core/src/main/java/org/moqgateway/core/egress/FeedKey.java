package org.moqgateway.core.egress;

import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.hang.Container;
import org.moqgateway.core.negotiation.RtpCodec;

/// What makes two viewers share a feed: the same track, stored and sent in the same way.
///
/// @param broadcast path of the broadcast that has the track
/// @param track its name
/// @param codec what is sent
/// @param container how it is stored
/// @param descriptionHex see [org.moqgateway.core.hang.RenditionCommon#descriptionHex]
/// @param singleNalUnits see [org.moqgateway.core.negotiation.NegotiatedCodec#singleNalUnits]
/// @param layers the layers that are sent
/// @param descriptors whether dependency descriptors go with it, which changes how it is cut
record FeedKey(
        String broadcast,
        String track,
        RtpCodec codec,
        Container container,
        @Nullable String descriptionHex,
        boolean singleNalUnits,
        LayerLimit layers,
        boolean descriptors) {}
