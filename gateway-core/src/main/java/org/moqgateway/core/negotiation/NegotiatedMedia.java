package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.MediaKind;

/// One accepted media section.
///
/// @param mid        the media identification (RFC 5888); empty when the description has none
/// @param direction  from our side: RECVONLY for ingest, SENDONLY for egress
/// @param remote     the peer's SSRCs if it named them
/// @param local      our SSRCs: for egress the ones in the answer, for ingest the sender SSRC of
/// our RTCP
/// @param alternatives for ingest: what the peer may send instead, at any time, told by the payload
/// type; without alternatives of their own
public record NegotiatedMedia(
        String mid,
        Direction direction,
        NegotiatedCodec codec,
        Feedback feedback,
        ExtensionIds extensions,
        Ssrcs remote,
        Ssrcs local,
        List<NegotiatedMedia> alternatives) {

    public NegotiatedMedia {
        alternatives = List.copyOf(alternatives);
    }

    /// Without alternatives.
    public NegotiatedMedia(
            String mid,
            Direction direction,
            NegotiatedCodec codec,
            Feedback feedback,
            ExtensionIds extensions,
            Ssrcs remote,
            Ssrcs local) {
        this(mid, direction, codec, feedback, extensions, remote, local, List.of());
    }

    /// The same with alternatives.
    NegotiatedMedia withAlternatives(List<NegotiatedMedia> others) {
        return new NegotiatedMedia(
                mid, direction, codec, feedback, extensions, remote, local, others);
    }

    /// Audio or video.
    public MediaKind kind() {
        return codec.codec().kind();
    }

    /// The negotiated payload type.
    public int payloadType() {
        return codec.payloadType();
    }

    /// The payload type of retransmissions, or -1.
    public int rtxPayloadType() {
        return codec.rtxPayloadType();
    }
}
