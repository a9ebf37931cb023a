package org.moqgateway.core.ingest;

import java.util.ArrayList;
import java.util.List;

/// Puts the RTP timestamps of a session's tracks on one timeline that begins at 0, microseconds.
///
/// Each RTP clock starts at a random value (RFC 3550 §5.1). At first a track is placed by the
/// arrival of its first frame and then follows its own RTP clock. Once at least two tracks are
/// known and each of them has had a frame and a sender report, the sender's wall clock (RFC 3550
/// §6.4.1) replaces arrival: the origin is chosen so that no track moves backwards. A single
/// track never switches. A track becomes known by its first frame or report, so a media section
/// that stays idle holds nothing up.
///
/// The output of each track is strictly increasing. A timestamp that jumps as no live source can,
/// back by more than a second or ten seconds ahead of its arrival, is taken for a restart of the
/// sender's clock and placed by arrival again.
///
/// A timeline outlives the session that began it: after [#resume] other RTP clocks are placed
/// on it, by arrival again, as far behind the last frames as they came later.
///
/// Belongs to one thread.
public final class IngestClock {
    private static final long MAX_BACK_US = 1_000_000;
    private static final long MAX_AHEAD_US = 10_000_000;

    // Reports of tracks that disagree by more do not come from one clock.
    private static final long MAX_SWITCH_US = 10_000_000;

    private final List<Track> tracks = new ArrayList<>();
    private boolean hasOrigin;
    private long originNanos;
    private boolean switched;
    private long senderOriginUs;

    /// A clock without tracks.
    public IngestClock() {}

    /// Adds a track, which stays unknown until its first frame or report.
    ///
    /// @param clockRateHz of its RTP timestamps
    public Track addTrack(int clockRateHz) {
        Track track = new Track(clockRateHz);
        tracks.add(track);
        return track;
    }

    /// Another session goes on: all that was known of the sender's clocks is forgotten.
    ///
    /// What the former session placed ahead of its arrival, or behind it, stays so, so that the
    /// time between its last frame and the first of the next one is the time that really passed.
    public void resume() {
        long leadUs = Long.MIN_VALUE;
        for (Track track : tracks) {
            if (track.hasFrame) {
                leadUs = Math.max(leadUs, track.lastOutputUs - track.lastArrivalUs);
            }
            track.forget();
        }
        if (leadUs != Long.MIN_VALUE) {
            originNanos -= leadUs * 1_000;
        }
        switched = false;
    }

    /// Whether the sender's wall clock is in use.
    public boolean usesSenderReports() {
        return switched;
    }

    /// What is placed by arrival stands here when it arrives now; 0 before the first frame.
    long arrivalUs(long nowNanos) {
        return hasOrigin ? Math.max(0, Math.floorDiv(nowNanos - originNanos, 1_000L)) : 0;
    }

    private void trySwitch() {
        if (switched) {
            return;
        }
        int known = 0;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (Track track : tracks) {
            if (track.known()) {
                if (!track.hasReport || !track.hasFrame) {
                    return;
                }
                known++;
                long origin = track.captureUs() - track.lastOutputUs;
                least = Math.min(least, origin);
                greatest = Math.max(greatest, origin);
            }
        }
        // The least origin maps every track at or after what it has published.
        if (known >= 2 && greatest - least <= MAX_SWITCH_US) {
            switched = true;
            senderOriginUs = least;
        }
    }

    /// The clock of one track.
    public final class Track {
        private final int clockRateHz;

        private boolean hasOutput;
        private boolean hasFrame;
        private long unwrapped;
        private long lastArrivalUs;
        private long offsetUs;
        private long lastOutputUs;

        private boolean hasReport;
        private boolean reportUnplaced;
        private int reportRtp;
        private long reportUnwrapped;
        private long reportNtpUs;

        private Track(int clockRateHz) {
            this.clockRateHz = clockRateHz;
        }

        private boolean known() {
            return hasFrame || hasReport;
        }

        /// The place of a frame on the timeline.
        ///
        /// @param rtpTimestamp of the frame, unsigned
        /// @param arrivalNanos monotonic time of arrival of its packet
        /// @return microseconds, not negative, greater than the answer before
        public long timestampUs(int rtpTimestamp, long arrivalNanos) {
            if (!hasOrigin) {
                hasOrigin = true;
                originNanos = arrivalNanos;
            }
            long arrivalUs = Math.floorDiv(arrivalNanos - originNanos, 1_000L);
            place(rtpTimestamp, arrivalUs);
            long fallbackUs = Math.max(0, mediaUs(unwrapped) + offsetUs);
            long floorUs = hasOutput ? lastOutputUs + 1 : 0;
            hasOutput = true;
            lastOutputUs = Math.max(fallbackUs, floorUs);
            trySwitch();
            if (switched && hasReport) {
                // Later reports correct the clock by little; never to before the last frame.
                lastOutputUs = Math.max(captureUs() - senderOriginUs, floorUs);
            }
            return lastOutputUs;
        }

        private void place(int rtpTimestamp, long arrivalUs) {
            if (!hasFrame) {
                hasFrame = true;
                unwrapped = Integer.toUnsignedLong(rtpTimestamp);
                offsetUs = arrivalUs - mediaUs(unwrapped);
            } else {
                long next = unwrapped + (rtpTimestamp - (int) unwrapped);
                long stepUs = mediaUs(next) - mediaUs(unwrapped);
                unwrapped = next;
                long aheadUs = mediaUs(next) + offsetUs - arrivalUs;
                if (stepUs < -MAX_BACK_US || (stepUs > 0 && aheadUs > MAX_AHEAD_US)) {
                    restart(arrivalUs);
                }
            }
            lastArrivalUs = arrivalUs;
            if (reportUnplaced) {
                reportUnplaced = false;
                reportUnwrapped = unwrapped + (reportRtp - (int) unwrapped);
                long outputUs = mediaUs(unwrapped) + offsetUs;
                hasReport = !(switched && strays(reportNtpUs, reportUnwrapped, outputUs));
            }
        }

        private void restart(long arrivalUs) {
            long expectedUs = lastOutputUs + Math.max(0, arrivalUs - lastArrivalUs);
            offsetUs = expectedUs - mediaUs(unwrapped);
            // The report belongs to the clock that is gone.
            hasReport = false;
            reportUnplaced = false;
        }

        /// The frames that come next are of another RTP clock, which is placed by arrival.
        public void forget() {
            hasFrame = false;
            hasReport = false;
            reportUnplaced = false;
        }

        /// Takes note of a sender report of this track (RFC 3550 §6.4.1).
        ///
        /// @param ntpTimestamp seconds since 1900 in the upper, their fraction in the lower 32 bits
        /// @param rtpTimestamp the same instant on the track's RTP clock
        public void senderReport(long ntpTimestamp, int rtpTimestamp) {
            if (ntpTimestamp == 0) {
                // RFC 3550 §6.4.1: a sender without a clock writes zero.
                return;
            }
            long ntpUs =
                    (ntpTimestamp >>> 32) * 1_000_000
                            + (((ntpTimestamp & 0xffff_ffffL) * 1_000_000) >>> 32);
            long place = unwrapped + (rtpTimestamp - (int) unwrapped);
            if (switched && hasFrame && strays(ntpUs, place, lastOutputUs)) {
                return;
            }
            hasReport = true;
            reportNtpUs = ntpUs;
            reportRtp = rtpTimestamp;
            reportUnwrapped = place;
            reportUnplaced = !hasFrame;
            trySwitch();
        }

        /// Whether a report would move the last frame by more than clocks drift.
        private boolean strays(long ntpUs, long place, long outputUs) {
            long mappedUs = ntpUs + mediaUs(unwrapped) - mediaUs(place) - senderOriginUs;
            return Math.abs(mappedUs - outputUs) > MAX_SWITCH_US;
        }

        private long captureUs() {
            return reportNtpUs + mediaUs(unwrapped) - mediaUs(reportUnwrapped);
        }

        private long mediaUs(long ticks) {
            return Math.floorDiv(ticks * 1_000_000, (long) clockRateHz);
        }
    }
}
