package org.moqgateway.core.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.ExtensionMap;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.Msid;
import org.moqgateway.core.sdp.RtcpFeedback;
import org.moqgateway.core.sdp.RtpMap;
import org.moqgateway.core.sdp.Setup;
import org.moqgateway.core.sdp.SsrcAttribute;
import org.moqgateway.core.sdp.SsrcGroup;

/// Collects the attributes of one media section of ours in the order that JSEP lists them (RFC 9429
/// §5.2.1, §5.3.1).
final class SectionWriter {
    /// The discard port: the real addresses are the candidates (RFC 9429 §5.2.1).
    static final int DISCARD_PORT = 9;

    static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
    private static final String NO_ADDRESS = "IN IP4 0.0.0.0";

    private final LocalParameters local;
    private final List<Attribute> attributes = new ArrayList<>();

    SectionWriter(LocalParameters local) {
        this.local = local;
    }

    /// The identity and the transport of the section.
    ///
    /// @param tagged the section is the first of its BUNDLE group: it carries the candidates
    SectionWriter transport(String mid, Setup setup, boolean tagged) {
        if (!mid.isEmpty()) {
            add("mid", mid);
        }
        add("ice-ufrag", local.ice().ufrag());
        add("ice-pwd", local.ice().password());
        add("fingerprint", local.fingerprint().text());
        add("setup", setup.token());
        if (tagged) {
            for (Candidate candidate : local.candidates()) {
                add("candidate", candidate.text());
            }
            if (local.gathered()) {
                flag("end-of-candidates");
            }
        }
        return this;
    }

    SectionWriter extensions(List<ExtensionMap> extensions) {
        extensions.forEach(extension -> add("extmap", extension.text()));
        return this;
    }

    /// RFC 9725 §4.4.1 wants `rtcp-mux-only` in every bundled section.
    SectionWriter rtcpMux(boolean reducedSize) {
        flag("rtcp-mux");
        flag("rtcp-mux-only");
        if (reducedSize) {
            flag("rtcp-rsize");
        }
        return this;
    }

    SectionWriter flag(String name) {
        attributes.add(Attribute.flag(name));
        return this;
    }

    /// A format of the peer, as it stands, in a section in which nothing flows.
    SectionWriter mirrored(MediaSection offered, String format) {
        for (String name : List.of("rtpmap", "fmtp")) {
            offered.all(name).stream()
                    .filter(value -> value.startsWith(format + " "))
                    .findFirst()
                    .ifPresent(value -> add(name, value));
        }
        return this;
    }

    /// One payload type with its feedback, parameters and retransmissions.
    SectionWriter codec(NegotiatedCodec codec, List<String> feedback) {
        String payloadType = Integer.toString(codec.payloadType());
        if (codec.redPayloadType() >= 0) {
            red(codec.redPayloadType(), codec);
        }
        RtpCodec rtp = codec.codec();
        add(
                "rtpmap",
                new RtpMap(
                                codec.payloadType(),
                                rtp.encodingName(),
                                codec.clockRateHz(),
                                codec.channels())
                        .text());
        for (String type : feedback) {
            add("rtcp-fb", new RtcpFeedback(codec.payloadType(), type).text());
        }
        if (!codec.fmtp().isEmpty()) {
            add("fmtp", payloadType + " " + codec.fmtp());
        }
        if (codec.rtxPayloadType() >= 0) {
            add("rtpmap", codec.rtxPayloadType() + " rtx/" + codec.clockRateHz());
            add("fmtp", codec.rtxPayloadType() + " apt=" + payloadType);
        }
        return this;
    }

    /// RFC 2198 §5: frames of a codec together with their predecessors.
    SectionWriter red(int redType, NegotiatedCodec within) {
        add("rtpmap", new RtpMap(redType, "red", within.clockRateHz(), within.channels()).text());
        add("fmtp", "%d %2$d/%2$d".formatted(redType, within.payloadType()));
        return this;
    }

    /// RFC 8830: one MediaStream for all sections, one track in each.
    SectionWriter msid(MediaKind kind) {
        add("msid", msidOf(kind).text());
        return this;
    }

    /// RFC 5576: what we send, and which stream repairs which.
    SectionWriter ssrcs(MediaKind kind, Ssrcs ssrcs) {
        if (ssrcs.rtx() >= 0) {
            SsrcGroup pair = new SsrcGroup("FID", List.of(ssrcs.primary(), ssrcs.rtx()));
            add("ssrc-group", pair.text());
        }
        ssrc(kind, ssrcs.primary());
        if (ssrcs.rtx() >= 0) {
            ssrc(kind, ssrcs.rtx());
        }
        return this;
    }

    MediaSection section(MediaKind kind, String protocol, List<String> formats) {

        return new MediaSection(
                kind.token(), DISCARD_PORT, protocol, formats, NO_ADDRESS, attributes);
    }

    /// A section that we switch off. One format stays, with its name: browsers refuse an answer
    /// whose
    /// rejected section has none.
    static MediaSection rejected(MediaSection offered) {
        List<String> formats =
                offered.formats().isEmpty() ? List.of("0") : offered.formats().subList(0, 1);
        List<Attribute> attributes = new ArrayList<>();
        if (!offered.mid().isEmpty()) {
            attributes.add(new Attribute("mid", offered.mid()));
        }
        attributes.add(Attribute.flag("inactive"));
        offered.rtpMaps().stream()
                .filter(map -> formats.contains(Integer.toString(map.payloadType())))
                .findFirst()
                .ifPresent(map -> attributes.add(new Attribute("rtpmap", map.text())));
        return new MediaSection(
                offered.media(), 0, offered.protocol(), formats, NO_ADDRESS, attributes);
    }

    private void ssrc(MediaKind kind, long ssrc) {
        String cname = "cname:" + local.streams().cname();
        add("ssrc", new SsrcAttribute(ssrc, cname).value());
        add("ssrc", new SsrcAttribute(ssrc, "msid:" + msidOf(kind).text()).value());
    }

    private Msid msidOf(MediaKind kind) {
        String streamId = local.streams().streamId();
        return new Msid(streamId, streamId + (kind == MediaKind.AUDIO ? "-audio" : "-video"));
    }

    private void add(String name, String value) {
        attributes.add(new Attribute(name, value));
    }
}
