package org.moqgateway.core.egress;

import org.jspecify.annotations.Nullable;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;

/// One media section of one viewer: follows a feed from the group it joined, and sends its frames.
///
/// Lives on the viewer's loop. Pure: time is an argument.
final class EgressTrack {
    /// A run from an old keyframe waits this long for a fresh one, where the publisher gives them.
    private static final long KEYFRAME_HOLD_NANOS = 300_000_000L;

    /// A backlog that is worth a keyframe of the publisher (µs).
    private static final long LONG_BACKLOG_US = 500_000;

    /// After an unanswered request the viewer is served from the group's keyframe again.
    private static final long KEYFRAME_PATIENCE_NANOS = 500_000_000L;

    /// Servers ask by the clock for keyframes that their own viewers may need, and each time that
    /// they get a group again all their viewers go back by up to a group. One that misses nothing
    /// is therefore served again no more often than this,
    private static final long UNHURT_NANOS = 10_000_000_000L;

    /// and only from a group that is older than this (µs): in a stream of short groups the next
    /// keyframe comes as soon.
    private static final long LONG_GROUP_US = 2_000_000;

    /// A feed that has brought nothing for so long is not waited for.
    private static final long STALL_NANOS = 300_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    /// What does not change over the track's life.
    ///
    /// @param stream the RTP stream
    /// @param timeline the viewer's clock, shared with its other tracks
    /// @param video whether frames depend on each other
    /// @param clockRateHz of the RTP timestamps
    /// @param firstRtpTimestamp random start of the RTP timestamps (RFC 3550 §5.1)
    /// @param keyframes asks the publisher for keyframes
    record Settings(
            RtpSendStream stream,
            EgressTimeline timeline,
            boolean video,
            int clockRateHz,
            int firstRtpTimestamp,
            KeyframeRequests keyframes) {}

    private final Settings settings;
    private final PacketOut out;

    private @Nullable TrackFeed feed;
    private @Nullable FeedGroup group;
    private int index;
    private CatchUp catchUp = CatchUp.none();
    private long dueNanos = NEVER;
    private long restartNanos = NEVER;
    private long restartedNanos = NEVER;
    private long complaintsThen;
    private long lastRtp = Long.MIN_VALUE;
    private long lastMediaUs = Long.MIN_VALUE;
    private long lastSentNanos;
    private boolean started;
    private long framesSent;

    EgressTrack(Settings settings, PacketOut out) {
        this.settings = settings;
        this.out = out;
    }

    /// Follows another feed from its newest group; null for none.
    void follow(@Nullable TrackFeed next, long nowNanos) {
        feed = next;
        group = null;
        index = 0;
        catchUp = CatchUp.none();
        dueNanos = NEVER;
        restartNanos = NEVER;
        lastMediaUs = Long.MIN_VALUE;
        pump(nowNanos);
    }

    @Nullable TrackFeed feed() {
        return feed;
    }

    /// Whether a feed that another is to be replaced by can be taken over without a break: it
    /// stands at a keyframe that continues what was sent, or nothing is sent any more.
    boolean continues(TrackFeed next, long nowNanos) {
        FeedGroup start = next.newest();
        if (start == null || !start.joinable()) {
            return false;
        }
        TrackFeed followed = feed;
        return followed == null
                || (followed.ended() && atEnd())
                || nowNanos - lastSentNanos > STALL_NANOS
                || start.frame(0).mediaUs() > lastMediaUs;
    }

    private boolean atEnd() {
        return peek() == null;
    }

    /// Asks the publisher for a keyframe.
    void requestKeyframe(long nowNanos) {
        if (settings.video()) {
            settings.keyframes().request(nowNanos);
        }
    }

    RtpSendStream stream() {
        return settings.stream();
    }

    /// Whether a frame was sent, so that sender reports mean something.
    boolean started() {
        return started;
    }

    long framesSent() {
        return framesSent;
    }

    /// When [#pump] has something to do although nothing new came.
    long nextDeadlineNanos() {
        return Math.min(dueNanos, restartNanos);
    }

    /// Sends what is there and due.
    void pump(long nowNanos) {
        if (feed == null || !settle(nowNanos)) {
            return;
        }
        if (nowNanos >= restartNanos) {
            restart(nowNanos);
        }
        dueNanos = NEVER;
        for (FeedFrame frame = peek(); frame != null; frame = peek()) {
            long presented = settings.timeline().presentationUs(frame.mediaUs(), nowNanos);
            long due = catchUp.dueNanos(presented);
            if (due > nowNanos) {
                dueNanos = due;
                return;
            }
            index++;
            send(frame, catchUp.presentedUs(presented), nowNanos);
        }
    }

    /// Makes sure that the track stands in a group; false while there is none to begin with.
    private boolean settle(long nowNanos) {
        if (group != null) {
            return true;
        }
        FeedGroup newest = feed == null ? null : feed.newest();
        if (newest == null) {
            return false;
        }
        if (!newest.joinable()) {
            settings.keyframes().request(nowNanos);
            return false;
        }
        begin(newest, nowNanos);
        return true;
    }

    /// Begins a group at its keyframe, with a run to the live edge if it is old.
    private void begin(FeedGroup start, long nowNanos) {
        group = start;
        index = 0;
        long keyframeUs = start.frame(0).mediaUs();
        long edgeUs = start.frame(start.size() - 1).mediaUs();
        EgressTimeline timeline = settings.timeline();
        if (!timeline.based()) {
            timeline.rebase(edgeUs, nowNanos);
        }
        if (!settings.video()) {
            index = start.size() - 1; // Every audio frame stands alone: begin with the newest.
            return;
        }
        long holdNanos = 0;
        if (edgeUs - keyframeUs > LONG_BACKLOG_US && settings.keyframes().request(nowNanos)) {
            // The keyframe is shown as a still; the run waits for the fresh one that was asked for.
            holdNanos = KEYFRAME_HOLD_NANOS;
            index = 1;
            send(start.frame(0), timeline.presentationUs(edgeUs, nowNanos), nowNanos);
        }
        catchUp =
                CatchUp.from(
                        timeline.presentationUs(keyframeUs, nowNanos),
                        timeline.presentationUs(edgeUs, nowNanos) + holdNanos / 1000,
                        nowNanos + holdNanos);
    }

    /// The next frame to send, moving on to the next group at the end of this one. A viewer that is
    /// not live, or has fallen a group behind, goes on from the newest keyframe.
    private @Nullable FeedFrame peek() {
        FeedGroup current = group;
        while (current != null) {
            FeedGroup next = current.next();
            FeedGroup newer = next == null ? null : worthSkippingTo(next);
            if (newer != null) {
                current = newer;
            } else if (index < current.size()) {
                return current.frame(index);
            } else if (next == null || next.size() == 0) {
                return null;
            } else {
                current = next;
            }
            enter(current);
        }
        return null;
    }

    /// The newest group with a keyframe, for one that should not go through all in between; null
    /// while there is none, since the rest of a long group is of no use without its beginning.
    private @Nullable FeedGroup worthSkippingTo(FeedGroup first) {
        if (!settings.video() || (catchUp.live() && first.next() == null)) {
            return null;
        }
        FeedGroup newest = null;
        for (FeedGroup next = first; next != null; next = next.next()) {
            if (next.joinable()) {
                newest = next;
            }
        }
        return newest;
    }

    private void enter(FeedGroup entered) {
        group = entered;
        index = 0;
        if (entered.joinable()) {
            catchUp = CatchUp.none();
            restartNanos = NEVER;
        }
    }

    private void send(FeedFrame frame, long presentedUs, long nowNanos) {
        long rtp = presentedUs * settings.clockRateHz() / 1_000_000L;
        if (rtp <= lastRtp && !frame.reordered()) {
            rtp = lastRtp + 1; // Frames never share or swap timestamps, whatever the mapping did.
        }
        lastRtp = Math.max(lastRtp, rtp);
        lastMediaUs = Math.max(lastMediaUs, frame.mediaUs());
        lastSentNanos = nowNanos;
        started = true;
        framesSent++;
        settings.stream()
                .send(frame.packets(), settings.firstRtpTimestamp() + (int) rtp, nowNanos, out);
    }

    /// The viewer cannot decode (PLI, FIR): a fresh keyframe if the publisher gives one in time,
    /// else the newest one again.
    void keyframeWanted(long nowNanos) {
        if (!settings.video() || group == null || restartNanos != NEVER) {
            return;
        }
        settings.keyframes().request(nowNanos);
        restartNanos = nowNanos + KEYFRAME_PATIENCE_NANOS;
    }

    private void restart(long nowNanos) {
        restartNanos = NEVER;
        FeedGroup newest = feed == null ? null : feed.newest();
        // A run that is under way goes on; one that waits for frames is over for now.
        if (newest == null || !newest.joinable() || !(catchUp.live() || atEnd())) {
            return;
        }
        long early = needsIt(nowNanos) ? 0 : tooEarlyNanos(newest, nowNanos);
        if (early == 0) {
            restartedNanos = nowNanos;
            complaintsThen = settings.stream().complaints();
            begin(newest, nowNanos);
        } else if (early != NEVER) {
            restartNanos = nowNanos + early;
        }
    }

    /// Whether the viewer has missed something, or sees nothing new anyway.
    private boolean needsIt(long nowNanos) {
        return settings.stream().complaints() != complaintsThen
                || nowNanos - lastSentNanos > STALL_NANOS;
    }

    /// How long one that has missed nothing waits for a group to be sent again; never, when that
    /// was done a while ago.
    private long tooEarlyNanos(FeedGroup newest, long nowNanos) {
        if (restartedNanos != NEVER && nowNanos - restartedNanos < UNHURT_NANOS) {
            return NEVER;
        }
        long ageUs = newest.frame(newest.size() - 1).mediaUs() - newest.frame(0).mediaUs();
        return Math.max(0, LONG_GROUP_US - ageUs) * 1_000;
    }

    /// Fills in a sender report for now, on the clock that all tracks share.
    void fillSenderReport(SenderInfo info, long ntpTimestamp, long nowNanos) {
        long rtp =
                settings.timeline().presentationNowUs(nowNanos)
                        * settings.clockRateHz()
                        / 1_000_000L;
        settings.stream()
                .fillSenderReport(
                        info, ntpTimestamp, settings.firstRtpTimestamp() + (int) rtp, nowNanos);
    }

    void reportBlock(ReportBlock block, long nowNanos) {
        settings.stream().onReportBlock(block, nowNanos);
    }
}
