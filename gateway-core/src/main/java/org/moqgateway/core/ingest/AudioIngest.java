package org.moqgateway.core.ingest;

import java.util.HexFormat;
import java.util.Optional;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.opus.OpusHead;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.RenditionCommon;

/// One Opus media section on its way into a broadcast. Each packet is a group of its own, as
/// upstream publishes them: any packet can be the first one that a listener hears, and none waits
/// for another. The rendition is in the catalog from the first packet on.
///
/// Belongs to the thread of its [IngestBroadcast].
public final class AudioIngest implements IngestSection.Track {
    /// RTP clock rate and sample rate of Opus (RFC 7587 §4.1).
    public static final int SAMPLE_RATE_HZ = 48_000;

    private static final String CODEC = "opus";

    private final IngestBroadcast ingest;
    private final MediaTrack track;
    private volatile int channels;
    private RenditionCommon common;
    private boolean described;

    AudioIngest(IngestBroadcast ingest, MediaTrack track, int channels) {
        this.ingest = ingest;
        this.track = track;
        this.channels = channels;
        this.common = common(channels);
    }

    private static RenditionCommon common(int channels) {
        return RenditionCommon.of(CODEC)
                .withDescriptionHex(HexFormat.of().formatHex(OpusHead.ofRtp(channels).toBytes()));
    }

    /// Another stream goes on with the track, on another RTP clock.
    ///
    /// @param next its number of channels, 1 or 2
    void resume(int next) {
        common = common(next);
        channels = next;
        described = false;
        track.clock.forget();
    }

    /// Name of the track, such as `0.opus`.
    public String trackName() {
        return track.name;
    }

    /// Publishes a packet. The payload is copied.
    ///
    /// @param arrivalNanos monotonic time of arrival
    @Override
    public FrameOutcome frame(EncodedFrame frame, long arrivalNanos) {
        if (track.ended()) {
            return FrameOutcome.ENDED;
        }
        if (frame.payload().length == 0) {
            return FrameOutcome.EMPTY;
        }
        long timestampUs = track.clock.timestampUs(frame.rtpTimestamp(), arrivalNanos);
        boolean windowEnded = track.rate.frame(frame.payload().length, arrivalNanos);
        track.nextGroup(timestampUs, arrivalNanos);
        boolean published = track.write(timestampUs, frame.payload());
        track.endGroup();
        if (!published) {
            return track.ended() ? FrameOutcome.ENDED : FrameOutcome.GROUP_FULL;
        }
        if (windowEnded || !described) {
            described = true;
            ingest.describe(rendition(), track.name, timestampUs, arrivalNanos);
        }
        return FrameOutcome.PUBLISHED;
    }

    private AudioRendition rendition() {
        return new AudioRendition(track.describe(common), SAMPLE_RATE_HZ, channels);
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
        if (!told.audio().renditions().containsKey(track.name)) {
            return Optional.empty();
        }
        return Optional.of(
                new IngestTrackStatus.Audio(
                        track.name,
                        CODEC,
                        SAMPLE_RATE_HZ,
                        channels,
                        track.rate.bitrateBps(nowNanos),
                        track.frames.get()));
    }
}
