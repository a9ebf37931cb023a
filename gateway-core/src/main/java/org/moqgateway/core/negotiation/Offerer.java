package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.ExtensionMap;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpOrigin;
import org.moqgateway.core.sdp.SessionDescription;
import org.moqgateway.core.sdp.Setup;

/// Offers as a full-ICE client with one transport: audio is mid 0 and video mid 1, whichever are
/// there.
/// Stateless; any thread.
public final class Offerer {
    private static final List<MediaKind> KINDS = List.of(MediaKind.AUDIO, MediaKind.VIDEO);

    /// What browsers give it.
    private static final int RED_PAYLOAD_TYPE = 63;

    private static final int LAST_PAYLOAD_TYPE = 127;

    private Offerer() {}

    /// A WHEP player's offer: recvonly audio and video with every codec we know.
    public static SessionDescription offerToReceive(LocalParameters local) {
        List<AvailableCodec> all =
                Arrays.stream(RtpCodec.values())
                        .map(codec -> new AvailableCodec(codec, ""))
                        .toList();
        return offer(local, all, Flow.INGEST);
    }

    /// A WHIP client's offer: one sendonly section for each kind that `available` has.
    ///
    /// @param available what will be sent, best first, at least one
    public static SessionDescription offerToSend(
            LocalParameters local, List<AvailableCodec> available) {
        return offer(local, available, Flow.EGRESS);
    }

    /// Reads the answer to `offer`.
    ///
    /// @param offer what [#offerToReceive] or [#offerToSend] returned
    /// @param local what the offer was made with
    /// @return never throws on any text
    public static NegotiationResult digest(
            SessionDescription offer, String answerSdp, LocalParameters local) {
        return digest(offer, answerSdp, local, List.of());
    }

    /// Reads the answer to an offer of [#offerToSend].
    ///
    /// @param available what the offer was made of: of each section the first codec is taken that
    ///     one of these is in. Empty: the first codec that is known
    /// @return never throws on any text
    public static NegotiationResult digest(
            SessionDescription offer,
            String answerSdp,
            LocalParameters local,
            List<AvailableCodec> available) {
        return new AnswerDigest(offer, local, available).read(answerSdp);
    }

    private static SessionDescription offer(
            LocalParameters local, List<AvailableCodec> available, Flow flow) {
        List<MediaSection> sections = new ArrayList<>();
        List<String> mids = new ArrayList<>();
        for (MediaKind kind : KINDS) {
            List<AvailableCodec> codecs =
                    available.stream().filter(codec -> codec.codec().kind() == kind).toList();
            if (!codecs.isEmpty()) {
                String mid = Integer.toString(sections.size());
                mids.add(mid);
                sections.add(section(mid, codecs, local, flow));
            }
        }
        List<Attribute> attributes =
                List.of(
                        new Attribute("group", "BUNDLE " + String.join(" ", mids)),
                        Attribute.flag("extmap-allow-mixed"),
                        new Attribute("ice-options", "trickle ice2"));
        return new SessionDescription(SdpOrigin.of(local.sessionId(), 1), attributes, sections);
    }

    private static MediaSection section(
            String mid, List<AvailableCodec> codecs, LocalParameters local, Flow flow) {
        MediaKind kind = codecs.getFirst().codec().kind();
        List<NegotiatedCodec> formats = formats(codecs);
        SectionWriter writer =
                new SectionWriter(local)
                        .transport(mid, Setup.ACTPASS, mid.equals("0"))
                        .extensions(extensions(codecs, flow))
                        .flag(flow.ours().token());
        if (flow == Flow.EGRESS) {
            writer.msid(kind);
        }
        writer.rtcpMux(true);
        for (NegotiatedCodec format : formats) {
            writer.codec(format, format.codec().feedback().stream().sorted().toList());
        }
        List<String> names =
                new ArrayList<>(
                        formats.stream().flatMap(format -> format.formats().stream()).toList());
        if (flow == Flow.INGEST && kind == MediaKind.AUDIO) {
            writer.red(RED_PAYLOAD_TYPE, formats.getFirst());
            names.add(1, Integer.toString(RED_PAYLOAD_TYPE));
        }
        if (flow == Flow.EGRESS) {
            LocalStreams streams = local.streams();
            writer.ssrcs(
                    kind,
                    kind == MediaKind.AUDIO
                            ? new Ssrcs(streams.audioSsrc(), -1)
                            : new Ssrcs(streams.videoSsrc(), streams.videoRtxSsrc()));
        }
        return writer.section(kind, SectionWriter.PROTOCOL, names);
    }

    /// Each format once, however many renditions it suits.
    private static List<NegotiatedCodec> formats(List<AvailableCodec> codecs) {
        Map<List<String>, NegotiatedCodec> formats = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>(Set.of(RtpCodec.OPUS.rules().firstPayloadType()));
        for (AvailableCodec available : codecs) {
            for (String fmtp : available.codec().rules().offers(available.codecString())) {
                List<String> format = List.of(available.codec().name(), fmtp);
                if (!formats.containsKey(format)) {
                    offered(available.codec(), fmtp, taken)
                            .ifPresent(made -> formats.put(format, made));
                }
            }
        }
        return List.copyOf(formats.values());
    }

    /// Empty when there is no payload type left for it.
    private static Optional<NegotiatedCodec> offered(
            RtpCodec codec, String fmtp, Set<Integer> taken) {
        boolean video = codec.kind() == MediaKind.VIDEO;
        int payloadType = codec.rules().firstPayloadType();
        while (video && (taken.contains(payloadType) || taken.contains(payloadType + 1))) {
            payloadType += 2;
        }
        int rtx = video ? payloadType + 1 : -1;
        if (rtx > LAST_PAYLOAD_TYPE) {
            return Optional.empty();
        }
        taken.add(payloadType);
        taken.add(rtx);
        return Optional.of(
                new NegotiatedCodec(
                        codec, payloadType, codec.clockRateHz(), codec.channels(), fmtp, "", rtx));
    }

    private static List<ExtensionMap> extensions(List<AvailableCodec> codecs, Flow flow) {
        return ExtensionIds.OFFERED.entrySet().stream()
                .filter(entry -> serves(entry.getKey(), codecs, flow))
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> new ExtensionMap(entry.getValue(), null, entry.getKey()))
                .toList();
    }

    private static boolean serves(String uri, List<AvailableCodec> codecs, Flow flow) {
        return codecs.stream()
                .anyMatch(has -> ExtensionIds.serves(uri, has.codec(), flow.peerSends()));
    }
}
