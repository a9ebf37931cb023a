package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.egress.EgressMedia;
import org.moqgateway.core.egress.EgressSettings;
import org.moqgateway.core.egress.FeedWish;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiationResult;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.core.sdp.MediaKind;

/// Makes the media sides of viewers. Any thread.
final class Viewers {
    private static final int VIDEO_BUFFER_PACKETS = 2048;
    private static final int AUDIO_BUFFER_PACKETS = 128;
    private static final long BUFFER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EgressDirectory directory;
    private final Publishers publishers;
    private final NtpClock clock = wallClock();

    Viewers(EgressDirectory directory, Publishers publishers) {
        this.directory = directory;
        this.publishers = publishers;
    }

    private static NtpClock wallClock() {
        Instant now = Instant.now();
        long unixNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return new NtpClock(unixNanos - System.nanoTime());
    }

    /// The media side of a new viewer.
    ///
    /// @param terms what it wants and may have
    SessionMedia media(
            String path,
            NegotiationResult.Accepted accepted,
            LocalStreams streams,
            ViewerTerms terms) {
        return media(
                new Viewing(path, terms, EgressSettings.VIEWER_LINGER_NANOS), accepted, streams);
    }

    /// What a session plays.
    ///
    /// @param path of the broadcast
    /// @param terms what is wanted and may be had
    /// @param lingerNanos how long it waits for the broadcast to come back
    record Viewing(String path, ViewerTerms terms, long lingerNanos) {}

    /// The media side of a session that plays.
    SessionMedia media(Viewing viewing, NegotiationResult.Accepted accepted, LocalStreams streams) {
        String path = viewing.path();
        ViewerTerms terms = viewing.terms();
        List<EgressSettings.Section> sections =
                accepted.session().media().stream()
                        .map(negotiated -> section(negotiated, terms))
                        .toList();
        EgressMedia media =
                new EgressMedia(
                        new EgressSettings(
                                sections,
                                streams.cname(),
                                new TransportSequence(SessionRandom.bits16()),
                                publishers.keyframes(path),
                                problems(path, accepted, terms),
                                viewing.lingerNanos()),
                        clock,
                        (self, loop) -> directory.watch(path, self, loop));
        return new SessionMedia(
                media,
                () -> stats(media.stats(), media.problems()),
                _ -> {
                    // A viewer needs nothing from its connection but what the media interface has.
                });
    }

    private List<SessionProblem> problems(
            String path, NegotiationResult.Accepted accepted, ViewerTerms terms) {
        return Stream.concat(
                        accepted.problems().stream(),
                        directory.live(path).stream()
                                .flatMap(live -> live.problems(terms.renditions()).stream()))
                .toList();
    }

    private static EgressSettings.Section section(NegotiatedMedia media, ViewerTerms terms) {
        boolean video = media.kind() == MediaKind.VIDEO;
        boolean rtx = media.rtxPayloadType() >= 0 && media.local().rtx() >= 0;
        SendSettings send =
                new SendSettings(
                        new SendSettings.Stream(
                                (int) media.local().primary(),
                                media.payloadType(),
                                SessionRandom.bits16()),
                        rtx
                                ? Optional.of(
                                        new SendSettings.Stream(
                                                (int) media.local().rtx(),
                                                media.rtxPayloadType(),
                                                SessionRandom.bits16()))
                                : Optional.empty(),
                        extensions(media),
                        video ? VIDEO_BUFFER_PACKETS : AUDIO_BUFFER_PACKETS,
                        BUFFER_NANOS);
        return new EgressSettings.Section(
                new FeedWish(
                        media.codec(),
                        terms.layers(),
                        media.extensions().dependencyDescriptor() >= 0,
                        terms.readable(),
                        terms.renditions()),
                send,
                SessionRandom.bits32());
    }

    private static HeaderExtensions extensions(NegotiatedMedia media) {
        int mid = Math.max(0, media.extensions().mid());
        return new HeaderExtensions(
                mid,
                mid == 0 ? "" : media.mid(),
                Math.max(0, media.extensions().transportWideCc()),
                Math.max(0, media.extensions().absSendTime()),
                Math.max(0, media.extensions().dependencyDescriptor()));
    }

    private static PeerSession.MediaStats.Media stats(
            EgressMedia.Stats counters, List<SessionProblem> problems) {
        return new PeerSession.MediaStats.Media(
                counters.packetsLost(),
                counters.nacked(),
                counters.plis(),
                counters.retransmitted(),
                Math.max(0, counters.rttNanos() / 1000),
                0,
                problems);
    }
}
