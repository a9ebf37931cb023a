package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        return new AnswerDigest(offer, local).read(answerSdp);
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
                        .extensions(extensions())
                        .flag(flow.ours().token());
        if (flow == Flow.EGRESS) {
            writer.msid(kind);
        }
        writer.rtcpMux(true);
        for (NegotiatedCodec format : formats) {
            writer.codec(format, format.codec().feedback().stream().sorted().toList());
        }
        if (flow == Flow.EGRESS) {
            LocalStreams streams = local.streams();
            writer.ssrcs(
                    kind,
                    kind == MediaKind.AUDIO
                            ? new Ssrcs(streams.audioSsrc(), -1)
                            : new Ssrcs(streams.videoSsrc(), streams.videoRtxSsrc()));
        }
        return writer.section(
                kind,
                SectionWriter.PROTOCOL,
                formats.stream().flatMap(format -> format.formats().stream()).toList());
    }

    private static List<NegotiatedCodec> formats(List<AvailableCodec> codecs) {
        List<NegotiatedCodec> formats = new ArrayList<>();
        for (AvailableCodec available : codecs) {
            RtpCodec codec = available.codec();
            int payloadType = codec.rules().firstPayloadType();
            for (String fmtp : codec.rules().offers(available.codecString())) {
                int rtx = codec.kind() == MediaKind.VIDEO ? payloadType + 1 : -1;
                formats.add(
                        new NegotiatedCodec(
                                codec,
                                payloadType,
                                codec.clockRateHz(),
                                codec.channels(),
                                fmtp,
                                "",
                                rtx));
                payloadType += 2;
            }
        }
        return formats;
    }

    private static List<ExtensionMap> extensions() {
        return ExtensionIds.OFFERED.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> new ExtensionMap(entry.getValue(), null, entry.getKey()))
                .toList();
    }
}
