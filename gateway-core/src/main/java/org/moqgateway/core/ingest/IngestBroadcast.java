package org.moqgateway.core.ingest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogProducer;
import org.moqgateway.core.hang.TrackPriority;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.TrackInfo;

/// Turns the encoded frames of one publisher into a broadcast: a track per media section, the
/// catalog, one timeline for all.
///
/// The catalog shows a rendition from its first decodable frame on; a media section that was
/// negotiated but stays idle neither appears nor delays the others.
///
/// A broadcast may outlive the session that began it. The next one goes on after [#resume]: it
/// takes over the tracks whose codecs fit ([#continueVideo], [#continueOpus]); what is left of
/// the former one leaves the catalog when a frame of the same kind of media comes in another
/// codec. A track that left stays, and is gone on with when its codec comes back, so that their
/// number is bounded.
///
/// Belongs to one thread, except [#status]. Another thread may take over between two sessions.
public final class IngestBroadcast {
    /// RTP clock rate of all video payload formats, as RFC 6184 §8.1.
    public static final int VIDEO_CLOCK_RATE_HZ = 90_000;

    private final BroadcastProducer broadcast;
    private final IngestContainer container;
    private final CatalogProducer catalogProducer;
    private final IngestClock clock = new IngestClock();
    private final List<VideoIngest> videos = new CopyOnWriteArrayList<>();
    private final List<AudioIngest> audios = new CopyOnWriteArrayList<>();
    private final long beganNanos;
    private boolean exclusive;
    private volatile Catalog catalog = Catalog.EMPTY;

    /// Takes over a broadcast, which this ends with [#finish] or [#abort].
    ///
    /// @param container how the frames of every track are wrapped
    /// @param nowNanos begin of its age
    public IngestBroadcast(BroadcastProducer broadcast, IngestContainer container, long nowNanos) {
        this.broadcast = broadcast;
        this.container = container;
        this.catalogProducer = new CatalogProducer(broadcast);
        this.beganNanos = nowNanos;
    }

    /// Adds a video media section; its track is the first free `{n}.{suffix}`, as upstream has
    /// it.
    ///
    /// @param suffix of the codec and its shape: `avc3`, `hev1`, `vp8`, `vp9` or `av1`
    /// @param configuration tells the configuration of the newest keyframe, empty before any
    public VideoIngest addVideo(String suffix, Supplier<Optional<VideoConfig>> configuration) {
        String name = broadcast.uniqueName("." + suffix);
        TrackInfo info = TrackInfo.media(name, TrackPriority.VIDEO);
        MediaTrack track = track(info, VIDEO_CLOCK_RATE_HZ);
        VideoIngest video = new VideoIngest(this, track, configuration);
        videos.add(video);
        return video;
    }

    /// Adds an Opus media section; its track is the first free `{n}.opus`.
    ///
    /// @param channels 1 or 2
    /// @throws IllegalArgumentException for any other number of channels
    public AudioIngest addOpus(int channels) {
        TrackInfo info = TrackInfo.media(broadcast.uniqueName(".opus"), TrackPriority.AUDIO);
        MediaTrack track = track(info, AudioIngest.SAMPLE_RATE_HZ);
        AudioIngest audio = new AudioIngest(this, track, channels);
        audios.add(audio);
        return audio;
    }

    /// Goes on with the track of an earlier stream of this codec, or adds one.
    ///
    /// @param suffix as of [#addVideo]
    /// @param configuration as of [#addVideo]
    VideoIngest continueVideo(String suffix, Supplier<Optional<VideoConfig>> configuration) {
        exclusive = true;
        VideoIngest continued = null;
        for (VideoIngest video : videos) {
            if (video.trackName().endsWith("." + suffix)) {
                video.resume(configuration);
                continued = video;
            } else {
                video.retire();
            }
        }
        return continued == null ? addVideo(suffix, configuration) : continued;
    }

    /// Goes on with the Opus track of an earlier stream, or adds one.
    ///
    /// @param channels 1 or 2
    AudioIngest continueOpus(int channels) {
        if (audios.isEmpty()) {
            return addOpus(channels);
        }
        AudioIngest audio = audios.getFirst();
        audio.resume(channels);
        return audio;
    }

    /// Another session fills the broadcast from now on, after [#pause].
    public void resume() {
        clock.resume();
    }

    /// Takes kinds of media out of the catalog that the session which goes on does not have.
    ///
    /// @param video whether it has video
    /// @param audio whether it has audio
    void keep(boolean video, boolean audio, long nowNanos) {
        Catalog kept = catalog;
        for (String name : video ? Set.<String>of() : catalog.video().renditions().keySet()) {
            kept = kept.without(name);
        }
        for (String name : audio ? Set.<String>of() : catalog.audio().renditions().keySet()) {
            kept = kept.without(name);
        }
        if (!kept.equals(catalog)) {
            publish(kept, clock.arrivalUs(nowNanos), nowNanos);
        }
    }

    /// The session that filled the broadcast has ended. What it published stays.
    public void pause() {
        videos.forEach(VideoIngest::pause);
    }

    private MediaTrack track(TrackInfo info, int clockRateHz) {
        return new MediaTrack(broadcast, info, clock.addTrack(clockRateHz), container);
    }

    void describe(VideoRendition rendition, String name, long timestampUs, long nowNanos) {
        if (!rendition.equals(catalog.video().renditions().get(name))) {
            publish(withSole(rendition, name), timestampUs, nowNanos);
        }
    }

    /// A sender has one video at a time when its codec may change: the one that has come
    /// replaces the one that was there.
    private Catalog withSole(VideoRendition rendition, String name) {
        Catalog changed = catalog;
        if (exclusive && !catalog.video().renditions().containsKey(name)) {
            for (String other : catalog.video().renditions().keySet()) {
                changed = changed.without(other);
            }
        }
        return changed.withVideo(name, rendition);
    }

    void describe(AudioRendition rendition, String name, long timestampUs, long nowNanos) {
        if (!rendition.equals(catalog.audio().renditions().get(name))) {
            publish(catalog.withAudio(name, rendition), timestampUs, nowNanos);
        }
    }

    private void publish(Catalog changed, long timestampUs, long nowNanos) {
        catalogProducer.publish(changed, timestampUs, nowNanos);
        // Last: who finds a track in #status finds it in the broadcast's catalog, too.
        catalog = changed;
    }

    /// The catalog as it was last published.
    public Catalog catalog() {
        return catalog;
    }

    /// Whether audio and video are placed by the sender's wall clock.
    public boolean usesSenderReports() {
        return clock.usesSenderReports();
    }

    /// Ends the broadcast as complete: viewers get what is there and are told that it is over.
    public void finish() {
        videos.forEach(VideoIngest::finish);
        audios.forEach(AudioIngest::finish);
        broadcast.finish();
    }

    /// Ends the broadcast at once; viewers are told the reason.
    public void abort(AbortReason reason) {
        broadcast.abort(reason);
    }

    /// What the broadcast carries right now, of what its catalog tells; any thread.
    public IngestStatus status(long nowNanos) {
        Catalog told = catalog;
        List<IngestTrackStatus> tracks =
                Stream.concat(
                                videos.stream().map(video -> video.status(told, nowNanos)),
                                audios.stream().map(audio -> audio.status(told, nowNanos)))
                        .flatMap(Optional::stream)
                        .toList();
        return new IngestStatus(broadcast.path(), nowNanos - beganNanos, tracks);
    }
}
