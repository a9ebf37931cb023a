package org.moqgateway.core.egress;

import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.net.MediaLoop;

/// One media section of a viewer and the feed that it follows. Lives on the viewer's loop.
final class EgressSection implements FeedViewer {
    private final RtpCodec codec;
    private final EgressTrack track;
    private final EgressMedia media;
    private @Nullable EgressBroadcast broadcast;

    EgressSection(RtpCodec codec, EgressTrack track, EgressMedia media) {
        this.codec = codec;
        this.track = track;
        this.media = media;
    }

    EgressTrack track() {
        return track;
    }

    /// Follows the track of this section's codec in `live`, if it has one; another one when the one
    /// it followed has ended.
    void follow(@Nullable EgressBroadcast live, MediaLoop loop, long nowNanos) {
        TrackFeed followed = track.feed();
        if (live != broadcast || (followed != null && followed.ended())) {
            leave(loop, nowNanos);
        }
        if (live == null || track.feed() != null) {
            return;
        }
        TrackFeed feed = live.acquire(codec);
        if (feed != null) {
            broadcast = live;
            feed.join(this, loop);
            track.follow(feed, nowNanos);
        }
    }

    private void leave(MediaLoop loop, long nowNanos) {
        TrackFeed feed = track.feed();
        EgressBroadcast left = broadcast;
        if (feed != null && left != null) {
            feed.leave(this, loop);
            track.follow(null, nowNanos);
            left.release(feed);
        }
        broadcast = null;
    }

    @Override
    public void available(long nowNanos) {
        media.pump(track, nowNanos);
    }
}
