package org.moqgateway.core.egress;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;

/// One media section of a viewer and the feed that it follows. Lives on the viewer's loop.
///
/// When the catalog takes the rendition away, or its track ends, the section goes on with the next
/// one that fits: the feed that it follows plays until the other stands at a keyframe.
final class EgressSection implements FeedViewer {
    private final FeedWish wish;
    private final EgressTrack track;
    private final EgressMedia media;
    private @Nullable EgressBroadcast broadcast;
    private @Nullable MediaLoop loop;
    private @Nullable Successor successor;

    EgressSection(FeedWish wish, EgressTrack track, EgressMedia media) {
        this.wish = wish;
        this.track = track;
        this.media = media;
    }

    EgressTrack track() {
        return track;
    }

    /// Follows a rendition of `live` that fits, if it has one; another one when the one it followed
    /// is gone.
    void follow(@Nullable EgressBroadcast live, MediaLoop pinned, long nowNanos) {
        loop = pinned;
        if (live != broadcast) {
            dismiss();
            leave(nowNanos);
            broadcast = live;
        }
        if (live == null) {
            return;
        }
        TrackFeed followed = track.feed();
        if (followed != null && !followed.ended() && live.serves(followed, wish)) {
            dismiss();
            return;
        }
        Successor chosen = successor;
        if (chosen == null || chosen.feed.ended() || !live.serves(chosen.feed, wish)) {
            dismiss();
            choose(live, nowNanos);
        }
        succeed(nowNanos);
    }

    private void choose(EgressBroadcast live, long nowNanos) {
        TrackFeed followed = track.feed();
        TrackFeed next = live.acquire(wish);
        if (next != null) {
            Successor chosen = new Successor(next);
            successor = chosen;
            next.join(chosen, pinned());
            if (followed != null) {
                track.requestKeyframe(nowNanos);
            }
        } else if (followed != null && (followed.ended() || live.lacks(wish).isPresent())) {
            leave(nowNanos);
        }
    }

    /// Takes the successor over as soon as that breaks no picture.
    private void succeed(long nowNanos) {
        Successor chosen = successor;
        TrackFeed followed = track.feed();
        if (chosen == null || (followed != null && !track.continues(chosen.feed, nowNanos))) {
            return;
        }
        successor = null;
        chosen.feed.leave(chosen, pinned());
        leave(nowNanos);
        chosen.feed.join(this, pinned());
        track.follow(chosen.feed, nowNanos);
    }

    private void dismiss() {
        Successor unwanted = successor;
        EgressBroadcast left = broadcast;
        if (unwanted != null && left != null) {
            unwanted.feed.leave(unwanted, pinned());
            left.release(unwanted.feed);
        }
        successor = null;
    }

    private void leave(long nowNanos) {
        TrackFeed feed = track.feed();
        EgressBroadcast left = broadcast;
        if (feed != null && left != null) {
            feed.leave(this, pinned());
            track.follow(null, nowNanos);
            left.release(feed);
        }
    }

    private MediaLoop pinned() {
        MediaLoop known = loop;
        if (known == null) {
            throw new IllegalStateException("nothing was followed yet");
        }
        return known;
    }

    /// Why the viewer sees or hears less than there is.
    Optional<SessionProblem> problem() {
        TrackFeed feed = track.feed();
        EgressBroadcast live = broadcast;
        if (feed != null) {
            return feed.problem();
        }
        return live == null ? Optional.empty() : live.lacks(wish);
    }

    @Override
    public void available(long nowNanos) {
        media.pump(track, nowNanos);
        succeedAndSend(nowNanos);
    }

    private void succeedAndSend(long nowNanos) {
        if (successor != null) {
            succeed(nowNanos);
            media.pump(track, nowNanos);
        }
    }

    /// The feed that is to be followed next.
    private final class Successor implements FeedViewer {
        private final TrackFeed feed;

        Successor(TrackFeed feed) {
            this.feed = feed;
        }

        @Override
        public void available(long nowNanos) {
            succeedAndSend(nowNanos);
        }
    }
}
