package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.Map;
import org.moqgateway.core.sdp.ExtensionMap;

/// The identifiers of the RTP header extensions that both sides agreed on (RFC 8285): 1..14, so
/// that
/// the one-byte header can carry them, or -1 when not negotiated.
///
/// @param mid             RFC 9143 §15
/// @param absSendTime     the 24-bit send time that REMB is computed from
/// @param transportWideCc draft-holmer-rmcat-transport-wide-cc-extensions-01
/// @param dependencyDescriptor RTP Payload Format For AV1, appendix A; where we send AV1 alone
public record ExtensionIds(
        int mid, int absSendTime, int transportWideCc, int dependencyDescriptor) {
    static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";
    static final String ABS_SEND_TIME_URI =
            "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    static final String TRANSPORT_WIDE_CC_URI =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    static final String DEPENDENCY_DESCRIPTOR_URI =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    private static final int MAX_ONE_BYTE_ID = 14;

    /// In the order and with the identifiers of our own offers.
    static final Map<String, Integer> OFFERED =
            Map.of(
                    MID_URI,
                    1,
                    ABS_SEND_TIME_URI,
                    2,
                    TRANSPORT_WIDE_CC_URI,
                    3,
                    DEPENDENCY_DESCRIPTOR_URI,
                    4);

    /// True when an extension says something about media of this codec in this direction: we
    /// write descriptors, of AV1, and read none.
    static boolean serves(String uri, RtpCodec codec, boolean peerSends) {
        return !uri.equals(DEPENDENCY_DESCRIPTOR_URI) || (codec == RtpCodec.AV1 && !peerSends);
    }

    /// True when we can use this extension on a flow that the peer writes (`peerSends`) or reads.
    static boolean usable(ExtensionMap map, RtpCodec codec, boolean peerSends) {
        boolean known =
                OFFERED.containsKey(map.uri())
                        && serves(map.uri(), codec, peerSends)
                        && map.id() <= MAX_ONE_BYTE_ID;
        boolean flows =
                map.direction() == null
                        || (peerSends ? map.direction().sends() : map.direction().receives());
        return known && flows;
    }

    /// The identifiers in these lines.
    static ExtensionIds of(List<ExtensionMap> maps) {
        return new ExtensionIds(
                id(maps, MID_URI),
                id(maps, ABS_SEND_TIME_URI),
                id(maps, TRANSPORT_WIDE_CC_URI),
                id(maps, DEPENDENCY_DESCRIPTOR_URI));
    }

    private static int id(List<ExtensionMap> maps, String uri) {
        return maps.stream()
                .filter(map -> map.uri().equals(uri))
                .mapToInt(ExtensionMap::id)
                .findFirst()
                .orElse(-1);
    }
}
