package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The pair that media takes, once there is one, and how long its silence is borne. One thread.
final class SelectedPair {

    /// A path on which something else was sent of late may have been told of that.
    private static final long STRAY_NANOS = 1_000_000_000L;

    private final IceTimings timings;
    private final Consent consent;
    private @Nullable CandidatePair pair;

    SelectedPair(IceTimings timings, SplittableRandom random) {
        this.timings = timings;
        this.consent = new Consent(timings, random);
    }

    @Nullable CandidatePair pair() {
        return pair;
    }

    /// Selects a pair that was answered just now.
    void select(CandidatePair chosen, long nowNanos) {
        pair = chosen;
        consent.begin(nowNanos);
    }

    /// Whether what comes from there comes over the pair.
    boolean isAt(LocalPath path, InetSocketAddress source) {
        CandidatePair ours = pair;
        return ours != null && ours.path() == path && ours.remote().address().equals(source);
    }

    /// A request on the pair was answered.
    void answered(CandidatePair.Transaction transaction, long nowNanos) {
        consent.answered(nowNanos, nowNanos - transaction.sentNanos());
    }

    /// Anything authentic came over the pair.
    void heard(long nowNanos) {
        consent.heard(nowNanos);
    }

    /// The network refused something that was sent on a path.
    void unreachable(LocalPath path, long nowNanos) {
        CandidatePair ours = pair;
        boolean sure =
                path.strayNanos() == Long.MIN_VALUE || nowNanos - path.strayNanos() > STRAY_NANOS;
        if (ours != null && ours.path() == path && sure) {
            consent.unreachable(nowNanos);
        }
    }

    /// A request for consent leaves.
    void asked(long nowNanos) {
        consent.asked(nowNanos);
    }

    /// See [Consent#awake].
    void awake(long nowNanos) {
        consent.awake(nowNanos);
    }

    /// See [Consent#due].
    Consent.Due due(long nowNanos, boolean restarting) {
        return consent.due(nowNanos, restarting);
    }

    /// See [Consent#nextDeadlineNanos]; [Long#MAX_VALUE] before there is a pair.
    long nextDeadlineNanos(boolean restarting) {
        return pair == null ? Long.MAX_VALUE : consent.nextDeadlineNanos(restarting);
    }

    /// Why the pair is lost, for people.
    String unreachableText() {
        return "nobody is at " + remote() + " any more";
    }

    /// The same.
    String silentText() {
        return "nothing came from " + remote() + " for " + timings.loss().toSeconds() + " s";
    }

    /// The same.
    String expiredText() {
        return remote() + " no longer answers checks";
    }

    private String remote() {
        return pair == null ? "" : pair.remote().toString();
    }
}
