package org.moqgateway.core.ice;

import java.util.SplittableRandom;

/// Whether the peer is still there: consent (RFC 7675), silence, and what the network says of the
/// selected pair. One thread.
final class Consent {

    private static final long INTERVAL_NANOS = 5_000_000_000L;
    private static final long TIMEOUT_NANOS = 30_000_000_000L;
    private static final long SILENT_INTERVAL_NANOS = 200_000_000L;
    private static final long UNREACHABLE_INTERVAL_NANOS = 50_000_000L;
    private static final long STANDSTILL_NANOS = 300_000_000L;
    private static final long LEAST_GRACE_NANOS = 100_000_000L;

    /// So long after a silence has begun.
    private static final long ELSEWHERE_NANOS = 500_000_000L;

    /// While a restart is under way silence is borne for as much longer: the signalling takes its
    /// time.
    private static final int RESTART_FACTOR = 4;

    private final IceTimings timings;
    private final SplittableRandom random;
    private long consentUntilNanos;
    private long heardNanos;
    private long regularNanos;
    private long askedNanos;
    private long unreachableNanos;
    private long roundTripNanos;
    private boolean unreachable;
    private boolean gone;
    private boolean silent;
    private boolean elsewhere;
    private boolean doubted;

    /// What is to be done.
    enum Due {
        /// Nothing yet.
        NOTHING,
        /// A request on the selected pair.
        ASK,
        /// The first requests of a silence went unheard: other pairs may be better.
        LOOK_ELSEWHERE,
        /// Somebody is to be told.
        DOUBT,
        /// The peer answers no more, or what it sends does not reach us.
        SILENT,
        /// The network says that nobody is there.
        UNREACHABLE,
        /// No answer for 30 s, whatever else came.
        EXPIRED
    }

    Consent(IceTimings timings, SplittableRandom random) {
        this.timings = timings;
        this.random = random;
    }

    /// A pair was selected, whose check was answered just now.
    void begin(long nowNanos) {
        answered(nowNanos, roundTripNanos);
    }

    /// An answer came on the selected pair.
    void answered(long nowNanos, long roundTrip) {
        roundTripNanos = roundTrip;
        consentUntilNanos = nowNanos + TIMEOUT_NANOS;
        regularNanos = nowNanos + interval();
        heard(nowNanos);
    }

    /// Anything authentic came on the selected pair.
    void heard(long nowNanos) {
        heardNanos = nowNanos;
        unreachable = false;
        gone = false;
        silent = false;
        elsewhere = false;
        doubted = false;
    }

    /// The network says that nobody is there. It can be made to say so by anyone who knows our
    /// port: believed when it says so twice, and a request between has gone unanswered for longer
    /// than the way there and back.
    void unreachable(long nowNanos) {
        if (!unreachable) {
            unreachable = true;
            unreachableNanos = nowNanos;
        } else if (nowNanos - unreachableNanos >= grace()) {
            gone = true;
        }
    }

    private long grace() {
        return Math.max(LEAST_GRACE_NANOS, 2 * roundTripNanos);
    }

    /// A request leaves on the selected pair.
    void asked(long nowNanos) {
        askedNanos = nowNanos;
        regularNanos = nowNanos + interval();
    }

    private long interval() {
        return random.nextLong(INTERVAL_NANOS * 4 / 5, INTERVAL_NANOS * 6 / 5);
    }

    /// Looks whether this comes much later than it was to: a machine that stood still has heard
    /// nothing meanwhile, and that says nothing about the peer. The time does not count.
    void awake(long nowNanos) {
        long next = silent ? askedNanos + SILENT_INTERVAL_NANOS : silenceNanos();
        long late = nowNanos - Math.min(regularNanos, next);
        if (late >= STANDSTILL_NANOS) {
            heardNanos += late;
            regularNanos += late;
            consentUntilNanos += late;
        }
    }

    /// What is to be done now; asked again until it is nothing.
    ///
    /// @param restarting whether a restart is under way
    Due due(long nowNanos, boolean restarting) {
        if (gone && !restarting) {
            return Due.UNREACHABLE;
        }
        if (nowNanos >= consentUntilNanos) {
            return Due.EXPIRED;
        }
        if (nowNanos >= lossNanos(restarting)) {
            return Due.SILENT;
        }
        if (!doubted && nowNanos >= doubtNanos()) {
            doubted = true;
            return Due.DOUBT;
        }
        silent = nowNanos >= silenceNanos();
        if (!elsewhere && nowNanos >= elsewhereNanos()) {
            elsewhere = true;
            return Due.LOOK_ELSEWHERE;
        }
        return nowNanos >= askNanos() ? Due.ASK : Due.NOTHING;
    }

    private long lossNanos(boolean restarting) {
        return heardNanos + timings.loss().toNanos() * (restarting ? RESTART_FACTOR : 1);
    }

    private long doubtNanos() {
        return heardNanos + timings.doubt().toNanos();
    }

    private long silenceNanos() {
        return heardNanos + timings.silence().toNanos();
    }

    private long elsewhereNanos() {
        return silenceNanos() + ELSEWHERE_NANOS;
    }

    private long askNanos() {
        long next = regularNanos;
        if (unreachable) {
            next = Math.min(next, askedNanos + UNREACHABLE_INTERVAL_NANOS);
        }
        return silent ? Math.min(next, askedNanos + SILENT_INTERVAL_NANOS) : next;
    }

    /// When [#due] may answer something else.
    long nextDeadlineNanos(boolean restarting) {
        if (gone && !restarting) {
            return Long.MIN_VALUE;
        }
        long next = Math.min(Math.min(consentUntilNanos, lossNanos(restarting)), askNanos());
        if (!doubted) {
            next = Math.min(next, doubtNanos());
        }
        if (!elsewhere) {
            next = Math.min(next, elsewhereNanos());
        }
        return silent ? next : Math.min(next, silenceNanos());
    }
}
