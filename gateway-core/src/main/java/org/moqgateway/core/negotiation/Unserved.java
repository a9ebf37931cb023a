package org.moqgateway.core.negotiation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.RtpMap;

/// Words for a section of a viewer in which nothing will flow.
final class Unserved {
    /// Formats that repair others: of no help in a message about codecs.
    private static final Set<String> REPAIR = Set.of("rtx", "red", "ulpfec", "flexfec-03");

    private Unserved() {}

    /// Why; empty when the broadcast has nothing of this kind, which is no problem.
    static Optional<SessionProblem> problem(MediaSection section, Availability available) {
        boolean video = section.kind() == MediaKind.VIDEO;
        List<AvailableCodec> codecs = available.codecs(section.kind());
        if (codecs.isEmpty()) {
            return available.others(section.kind()).stream()
                    .findFirst()
                    .map(other -> notSendable(section.kind(), other.codecString()));
        }
        SectionNegotiation negotiation = new SectionNegotiation(section, Flow.EGRESS);
        Optional<AvailableCodec> known =
                codecs.stream().filter(codec -> negotiation.names(codec.codec())).findFirst();
        return Optional.of(
                known.map(Unserved::profile)
                        .orElseGet(
                                () ->
                                        new SessionProblem(
                                                video
                                                        ? SessionProblem.Code.NO_COMMON_VIDEO_CODEC
                                                        : SessionProblem.Code.NO_COMMON_AUDIO_CODEC,
                                                "the broadcast's %s is %s; this player takes %s"
                                                        .formatted(
                                                                section.media(),
                                                                names(codecs),
                                                                offered(section)))));
    }

    private static SessionProblem profile(AvailableCodec codec) {
        return new SessionProblem(
                SessionProblem.Code.VIDEO_PROFILE,
                "the video is %s (%s), which this player cannot show; encode 8 bits, 4:2:0"
                        .formatted(
                                codec.codec().rules().describe(codec.codecString()),
                                codec.codecString()));
    }

    /// What a broadcast has and nobody can be sent.
    static SessionProblem notSendable(MediaKind kind, String codecString) {
        return kind == MediaKind.VIDEO
                ? new SessionProblem(
                        SessionProblem.Code.VIDEO_NOT_SENDABLE,
                        "the video (%s) cannot be sent over WebRTC".formatted(codecString))
                : new SessionProblem(
                        SessionProblem.Code.AUDIO_NOT_SENDABLE,
                        "the audio (%s) cannot be sent over WebRTC; encode Opus"
                                .formatted(codecString));
    }

    /// The codecs that a section names.
    static String offered(MediaSection section) {
        return section.rtpMaps().stream()
                .map(RtpMap::encodingName)
                .filter(name -> !REPAIR.contains(name.toLowerCase(Locale.ROOT)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// What a broadcast has.
    static String names(List<AvailableCodec> available) {
        return available.isEmpty()
                ? "nothing that can be sent over WebRTC"
                : available.stream()
                        .map(AvailableCodec::codecString)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }
}
