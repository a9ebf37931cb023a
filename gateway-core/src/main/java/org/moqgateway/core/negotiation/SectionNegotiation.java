package org.moqgateway.core.negotiation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.sdp.ExtensionMap;
import org.moqgateway.core.sdp.FormatParameters;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.RtpMap;

/// Finds what we share with one media section of the peer.
final class SectionNegotiation {
    private final MediaSection section;
    private final Flow flow;

    /// In the order of the `m=` line; read once, since a hostile section may hold thousands of
    /// lines.
    private final List<RtpMap> formats;

    private final Map<Integer, FormatParameters> parameters = new HashMap<>();

    SectionNegotiation(MediaSection section, Flow flow) {
        this.section = section;
        this.flow = flow;
        Map<String, RtpMap> maps = new HashMap<>();
        section.rtpMaps()
                .forEach(map -> maps.putIfAbsent(Integer.toString(map.payloadType()), map));
        this.formats =
                section.formats().stream()
                        .flatMap(format -> map(format, maps.get(format)).stream())
                        .toList();
        section.formatParameters()
                .forEach(fmtp -> parameters.putIfAbsent(fmtp.payloadType(), fmtp));
    }

    private Optional<RtpMap> map(String format, @Nullable RtpMap written) {
        return written != null || section.kind() != MediaKind.AUDIO
                ? Optional.ofNullable(written)
                : RtpCodec.statically(format);
    }

    /// For ingest: the first codec of the peer's list that we know.
    Optional<NegotiatedCodec> firstKnownCodec() {
        return formats.stream().flatMap(map -> received(map).stream()).findFirst();
    }

    /// For ingest: every codec of the peer's list that we know, under each of its payload types, in
    /// the order of the list. Opus that may come within RED as well is there once.
    List<NegotiatedCodec> knownCodecs() {
        Map<Integer, NegotiatedCodec> known = new LinkedHashMap<>();
        for (RtpMap map : formats) {
            Optional<NegotiatedCodec> codec =
                    isRed(map)
                            ? redundant(map)
                            : codecOf(map)
                                    .filter(is -> usable(is, map))
                                    .map(is -> negotiated(is, map));
            codec.ifPresent(
                    found ->
                            known.merge(
                                    found.payloadType(),
                                    found,
                                    (a, b) -> a.redPayloadType() >= 0 ? a : b));
        }
        return List.copyOf(known.values());
    }

    private boolean usable(RtpCodec codec, RtpMap map) {
        return codec.rules().rank(parameters(map), "") != FormatRules.UNUSABLE;
    }

    private Optional<NegotiatedCodec> received(RtpMap map) {
        return isRed(map) ? redundant(map) : codecOf(map).flatMap(codec -> codec(codec, ""));
    }

    /// For egress: the first codec of the peer's list that the broadcast has in a rendition which
    /// one of the peer's formats fits.
    ///
    /// @param available the renditions, best first
    Optional<NegotiatedCodec> firstCommonCodec(List<AvailableCodec> available) {
        return formats.stream()
                .flatMap(map -> codecOf(map).stream())
                .distinct()
                .flatMap(codec -> available.stream().filter(has -> has.codec() == codec))
                .flatMap(has -> codec(has.codec(), has.codecString()).stream())
                .findFirst();
    }

    /// Whether the peer names a codec, in whatever format.
    boolean names(RtpCodec codec) {
        return formats.stream().anyMatch(map -> codecOf(map).equals(Optional.of(codec)));
    }

    private boolean isRed(RtpMap map) {
        return section.kind() == MediaKind.AUDIO && map.encodingName().equalsIgnoreCase("red");
    }

    /// RFC 2198 §5: the parameters are the payload types that may be within, `111/111`. Taken with
    /// Opus alone.
    private Optional<NegotiatedCodec> redundant(RtpMap red) {
        List<String> within = List.of(parameters(red).text().strip().split("/", -1));
        return codec(RtpCodec.OPUS, "")
                .filter(opus -> red.clockRateHz() == opus.clockRateHz())
                .filter(opus -> Set.copyOf(within).equals(Set.of(opus.formats().getFirst())))
                .map(opus -> opus.withRed(red.payloadType()));
    }

    /// The extension lines of the peer that we agree to once the codec is chosen.
    List<ExtensionMap> extensions(RtpCodec codec) {
        return section.extensionMaps().stream()
                .filter(map -> ExtensionIds.usable(map, codec, flow.peerSends()))
                .toList();
    }

    /// The media of this section once its codec is chosen.
    NegotiatedMedia media(NegotiatedCodec codec, LocalStreams streams) {
        ExtensionIds ids = ExtensionIds.of(extensions(codec.codec()));
        Feedback feedback =
                Feedback.intersect(
                        section.feedback(codec.payloadType()), codec.codec().feedback(), ids);
        return new NegotiatedMedia(
                section.mid(),
                flow.ours(),
                codec,
                feedback,
                ids,
                Ssrcs.of(section),
                localSsrcs(codec, streams));
    }

    private Optional<NegotiatedCodec> codec(RtpCodec codec, String codecString) {
        FormatRules rules = codec.rules();
        return formats.stream()
                .filter(map -> codecOf(map).equals(Optional.of(codec)))
                .filter(map -> rules.rank(parameters(map), codecString) != FormatRules.UNUSABLE)
                .min(Comparator.comparingInt(map -> rules.rank(parameters(map), codecString)))
                .map(map -> negotiated(codec, map));
    }

    private NegotiatedCodec negotiated(RtpCodec codec, RtpMap map) {
        FormatParameters peer = parameters(map);
        return new NegotiatedCodec(
                codec,
                map.payloadType(),
                map.clockRateHz(),
                map.channels(),
                codec.rules().answer(peer, flow),
                peer.text(),
                rtxPayloadType(map));
    }

    /// RFC 4588 §8.6: an `rtx` format whose `apt` names the chosen payload type.
    private int rtxPayloadType(RtpMap primary) {
        return formats.stream()
                .filter(map -> map.encodingName().equalsIgnoreCase("rtx"))
                .filter(map -> map.clockRateHz() == primary.clockRateHz())
                .filter(map -> isAssociated(map, primary))
                .mapToInt(RtpMap::payloadType)
                .findFirst()
                .orElse(-1);
    }

    private boolean isAssociated(RtpMap rtx, RtpMap primary) {
        return parameters(rtx)
                .parameter("apt")
                .equals(Optional.of(Integer.toString(primary.payloadType())));
    }

    private Optional<RtpCodec> codecOf(RtpMap map) {
        return RtpCodec.of(section.kind(), map.encodingName(), map.clockRateHz());
    }

    private FormatParameters parameters(RtpMap map) {
        return parameters.getOrDefault(
                map.payloadType(), new FormatParameters(map.payloadType(), ""));
    }

    private static Ssrcs localSsrcs(NegotiatedCodec codec, LocalStreams streams) {
        return codec.codec().kind() == MediaKind.AUDIO
                ? new Ssrcs(streams.audioSsrc(), -1)
                : new Ssrcs(
                        streams.videoSsrc(),
                        codec.rtxPayloadType() >= 0 ? streams.videoRtxSsrc() : -1);
    }
}
