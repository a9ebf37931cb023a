package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.ingest.IngestMedia;
import org.moqgateway.core.ingest.IngestStatus;
import org.moqgateway.core.ingest.IngestTrackStatus;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerEnd;

/// One session's publisher, and its place among the live ones. Any thread, but for what
/// [org.moqgateway.core.peer.PeerMedia] says.
final class Publisher implements ForwardingMedia {
    private static final long REQUEST_INTERVAL_NANOS = 250_000_000L;

    private static final SessionProblem REORDERED =
            new SessionProblem(
                    SessionProblem.Code.B_FRAMES,
                    "the publisher's video uses B-frames, which viewers cannot be shown over"
                            + " WebRTC: encode without them (bframes=0, or tune zerolatency)");

    private final Publishers publishers;
    private final String path;
    private final int tracks;
    private final IngestMedia media;
    private volatile @Nullable PeerConnection connection;
    private volatile Instant since = Instant.EPOCH;
    private volatile long sinceNanos;
    private volatile long requestedNanos = Long.MIN_VALUE;

    Publisher(Publishers publishers, String path, int tracks, IngestMediaMaker maker) {
        this.publishers = publishers;
        this.path = path;
        this.tracks = tracks;
        this.media = maker.make(this);
    }

    /// Makes the media side, which opens its broadcast through the publisher.
    @FunctionalInterface
    interface IngestMediaMaker {
        IngestMedia make(Publisher publisher);
    }

    String path() {
        return path;
    }

    /// Media sections that were negotiated.
    int tracks() {
        return tracks;
    }

    @Override
    public IngestMedia media() {
        return media;
    }

    void bind(PeerConnection bound) {
        connection = bound;
    }

    /// Time since media could flow.
    long ageNanos() {
        return System.nanoTime() - sinceNanos;
    }

    void live() {
        since = Instant.now();
        sinceNanos = System.nanoTime();
    }

    void end(String reason) {
        PeerConnection bound = connection;
        if (bound != null) {
            bound.close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, reason));
        }
    }

    /// See [org.moqgateway.core.egress.KeyframeRequests#request].
    boolean requestKeyframe(long nowNanos) {
        PeerConnection bound = connection;
        MediaLoop loop = bound == null ? null : bound.loop();
        if (loop == null) {
            return false;
        }
        // A race between two viewers asks twice at worst; the publisher's side bounds the rate.
        if (requestedNanos == Long.MIN_VALUE
                || nowNanos - requestedNanos > REQUEST_INTERVAL_NANOS) {
            requestedNanos = nowNanos;
            loop.execute(() -> media.requestKeyframe(loop.nowNanos()));
        }
        return media.answersKeyframes();
    }

    BroadcastStatus status(EgressDirectory directory) {
        IngestStatus status =
                media.status(System.nanoTime())
                        .orElseGet(() -> new IngestStatus(path, 0, List.of()));
        List<TrackStatus> described = status.tracks().stream().map(Publisher::describe).toList();
        return new BroadcastStatus(
                path,
                since,
                described,
                directory.viewers(path),
                status.bitrateBps(),
                Stream.concat(problems(status).stream(), directory.problems(path).stream())
                        .distinct()
                        .toList());
    }

    /// What is wrong with the publisher's media, for viewers over WebRTC.
    private static List<SessionProblem> problems(IngestStatus status) {
        return status.tracks().stream().anyMatch(Publisher::reordered)
                ? List.of(REORDERED)
                : List.of();
    }

    private static boolean reordered(IngestTrackStatus track) {
        return track instanceof IngestTrackStatus.Video video && video.reorderedFrames() > 0;
    }

    private static TrackStatus describe(IngestTrackStatus track) {
        return switch (track) {
            case IngestTrackStatus.Video video ->
                    new TrackStatus(
                            video.name(),
                            "video",
                            video.codec(),
                            video.codedWidth(),
                            video.codedHeight(),
                            video.frameRate(),
                            video.bitrateBps());
            case IngestTrackStatus.Audio audio ->
                    TrackStatus.audio(
                            audio.name(),
                            audio.codec(),
                            audio.sampleRate(),
                            audio.channels(),
                            audio.bitrateBps());
        };
    }

    PeerSession.MediaStats.Media stats() {
        IngestMedia.Stats counters = media.stats();
        Optional<IngestStatus> status = media.status(System.nanoTime());
        return new PeerSession.MediaStats.Media(
                counters.lost(),
                counters.nacked(),
                counters.plis(),
                counters.repaired(),
                0,
                status.map(IngestStatus::bitrateBps).orElse(0L),
                status.map(Publisher::problems).orElse(List.of()));
    }

    @Override
    public void closed(PeerEnd end) {
        media.closed(end);
        publishers.gone(this);
    }
}
