package org.moqgateway.core.ingest;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.VideoRendition;

/// One video media section on its way into a broadcast. A group begins at each keyframe; frames
/// that cannot be decoded for want of one are left out. The rendition is in the catalog from the
/// first keyframe on.
///
/// Belongs to the thread of its [IngestBroadcast].
public final class VideoIngest implements IngestSection.Track {
    private final IngestBroadcast ingest;
    private final MediaTrack track;
    private Supplier<Optional<VideoConfig>> configuration;
    private final FrameRateEstimator frameRate = new FrameRateEstimator();
    private final AtomicLong skippedFrames = new AtomicLong();
    private final AtomicLong reorderedFrames = new AtomicLong();

    private volatile @Nullable VideoConfig config;
    private boolean configured;
    private volatile boolean retired;
    private boolean hasLast;
    private int lastRtpTimestamp;

    VideoIngest(
            IngestBroadcast ingest,
            MediaTrack track,
            Supplier<Optional<VideoConfig>> configuration) {
        this.ingest = ingest;
        this.track = track;
        this.configuration = configuration;
    }

    /// Name of the track, such as `0.avc3`.
    public String trackName() {
        return track.name;
    }

    /// Publishes a frame. Frames come in decoding order. The payload is copied.
    ///
    /// @param arrivalNanos monotonic time of arrival of the frame's last packet
    @Override
    public FrameOutcome frame(EncodedFrame frame, long arrivalNanos) {
        FrameOutcome outcome = publish(frame, arrivalNanos);
        if (outcome != FrameOutcome.PUBLISHED) {
            skippedFrames.incrementAndGet();
        }
        return outcome;
    }

    private FrameOutcome publish(EncodedFrame frame, long arrivalNanos) {
        if (track.ended()) {
            return FrameOutcome.ENDED;
        }
        if (frame.payload().length == 0) {
            return FrameOutcome.EMPTY;
        }
        countReordering(frame.rtpTimestamp());
        // Placed even when it is not published: the clock wants every frame.
        long timestampUs = track.clock.timestampUs(frame.rtpTimestamp(), arrivalNanos);
        boolean windowEnded = track.rate.frame(frame.payload().length, arrivalNanos);
        frameRate.frame(timestampUs);
        FrameOutcome outcome = write(frame, timestampUs, arrivalNanos);
        if (outcome == FrameOutcome.PUBLISHED && (frame.keyframe() || windowEnded)) {
            ingest.describe(rendition(), track.name, timestampUs, arrivalNanos);
        }
        return outcome;
    }

    private FrameOutcome write(EncodedFrame frame, long timestampUs, long arrivalNanos) {
        if (frame.keyframe()) {
            if (!reconfigure()) {
                track.endGroup();
                return FrameOutcome.NO_CONFIGURATION;
            }
            track.nextGroup(timestampUs, arrivalNanos);
        }
        if (!track.hasGroup()) {
            return FrameOutcome.NO_KEYFRAME_YET;
        }
        if (!track.write(timestampUs, frame.payload())) {
            track.endGroup();
            return track.ended() ? FrameOutcome.ENDED : FrameOutcome.GROUP_FULL;
        }
        return FrameOutcome.PUBLISHED;
    }

    private void countReordering(int rtpTimestamp) {
        if (hasLast && rtpTimestamp - lastRtpTimestamp < 0) {
            reorderedFrames.incrementAndGet();
        }
        hasLast = true;
        lastRtpTimestamp = rtpTimestamp;
    }

    private boolean reconfigure() {
        Optional<VideoConfig> newest = configuration.get();
        newest.ifPresent(told -> config = told);
        configured |= newest.isPresent();
        return configured;
    }

    /// Another stream goes on with the track: it begins with a keyframe and its own configuration,
    /// on another RTP clock.
    ///
    /// @param next tells the configuration of its newest keyframe, empty before any
    void resume(Supplier<Optional<VideoConfig>> next) {
        pause();
        retired = false;
        configuration = next;
        configured = false;
        hasLast = false;
        track.clock.forget();
    }

    /// The sender goes on in another codec.
    void retire() {
        pause();
        retired = true;
        track.clock.forget();
    }

    /// The stream has ended, the track has not.
    void pause() {
        track.endGroup();
    }

    private VideoRendition rendition() {
        VideoConfig current = Objects.requireNonNull(config);
        RenditionCommon common = track.describe(RenditionCommon.of(current.codecString()));
        OptionalDouble measured = frameRate.framesPerSecond();
        OptionalDouble told = measured.isPresent() ? measured : current.frameRate();
        return VideoRendition.of(common, current.codedWidth(), current.codedHeight())
                .withFramerate(told.isPresent() ? told.getAsDouble() : null);
    }

    /// Takes note of an RTCP sender report; see [IngestClock.Track#senderReport].
    @Override
    public void senderReport(long ntpTimestamp, int rtpTimestamp) {
        track.clock.senderReport(ntpTimestamp, rtpTimestamp);
    }

    void finish() {
        track.finish();
    }

    /// What is told of the track; empty when it is not in the catalog.
    ///
    /// @param told the catalog as viewers have it
    Optional<IngestTrackStatus> status(Catalog told, long nowNanos) {
        boolean shown = !retired && told.video().renditions().containsKey(track.name);
        return Optional.ofNullable(shown ? config : null)
                .map(
                        current ->
                                new IngestTrackStatus.Video(
                                        track.name,
                                        current.codecString(),
                                        current.codedWidth(),
                                        current.codedHeight(),
                                        track.rate.framesPerSecond(nowNanos),
                                        track.rate.bitrateBps(nowNanos),
                                        track.frames.get(),
                                        skippedFrames.get(),
                                        reorderedFrames.get()));
    }
}
