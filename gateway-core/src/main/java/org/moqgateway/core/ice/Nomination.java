package org.moqgateway.core.ice;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which pair of a check list media takes, and which one we or the peer nominate (RFC 8445 §8.1.1).
/// One thread.
final class Nomination {

    private static final long WAIT_NANOS = 100_000_000L;

    private final List<CandidatePair> pairs;
    private final IceRole role;
    private @Nullable CandidatePair first;
    private @Nullable CandidatePair nominated;
    private long firstNanos;
    private boolean shaky;

    /// @param pairs the check list's own, left unchanged
    Nomination(List<CandidatePair> pairs, IceRole role) {
        this.pairs = pairs;
        this.role = role;
    }

    @Nullable CandidatePair nominated() {
        return nominated;
    }

    /// The pair for media: the nominated one or, before, the first that answered; when that is
    /// gone, the best that works.
    @Nullable CandidatePair chosen() {
        return nominated != null ? nominated : first;
    }

    /// Whether the chosen pair has fallen silent.
    boolean shaky() {
        return shaky;
    }

    /// A pair has answered.
    ///
    /// @param byUs whether that completes a nomination of ours
    void answered(CandidatePair pair, boolean byUs, long nowNanos) {
        if (first == null) {
            first = pair;
            firstNanos = nowNanos;
        }
        if (byUs) {
            choose(pair);
        } else {
            follow(pair);
        }
    }

    /// One that is left for its silence is out of the question until it answers again: otherwise it
    /// would be nominated anew, being better, and keep all others from it meanwhile.
    private void choose(CandidatePair pair) {
        CandidatePair silent = shaky ? chosen() : null;
        if (silent != null && silent != pair) {
            silent.fail();
        }
        nominated = pair;
        shaky = false;
    }

    /// Follows the peer's nomination: of several the best one, unless it has fallen silent.
    void follow(CandidatePair pair) {
        CandidatePair before = nominated;
        if (!role.controlling()
                && pair.isNominatedByPeer()
                && (before == null || shaky || pair.priority(false) > before.priority(false))) {
            choose(pair);
        }
    }

    /// Nominates if it is our turn: the best pair that answers, once no better one can come or
    /// after a moment; later a better one.
    void nominate(long nowNanos) {
        CandidatePair best = nominee();
        if (best == null) {
            return;
        }
        boolean settled =
                nowNanos - firstNanos >= WAIT_NANOS
                        || pairs.stream()
                                .noneMatch(p -> p.live() && p.priority(true) > best.priority(true));
        if (settled) {
            best.nominate(nowNanos);
        }
    }

    /// The pair to nominate, now or in a moment.
    private @Nullable CandidatePair nominee() {
        if (!role.controlling() || pairs.stream().anyMatch(CandidatePair::nominating)) {
            return null;
        }
        CandidatePair before = nominated;
        CandidatePair silent = shaky ? chosen() : null;
        CandidatePair best = best(p -> works(p) && p != silent);
        boolean better =
                best != null
                        && (before == null
                                || before == silent
                                || best.priority(true) > before.priority(true));
        return better ? best : null;
    }

    /// When [#nominate] is due; [Long#MAX_VALUE] for never.
    long nextDeadlineNanos() {
        return nominee() == null ? Long.MAX_VALUE : firstNanos + WAIT_NANOS;
    }

    /// The pairs of a path are no more. Was one of them chosen, the best one that the peer
    /// nominated takes its place, else the best that works, until we nominate one.
    void removed(LocalPath path) {
        CandidatePair before = chosen();
        if (first != null && first.path() == path) {
            first = best(Nomination::works);
        }
        if (before != null && before.path() == path) {
            nominated = role.controlling() ? null : best(p -> works(p) && p.isNominatedByPeer());
            first = best(Nomination::works);
            shaky = false;
        }
    }

    /// The chosen pair has fallen silent: all others are tried again, and any of them may take its
    /// place, whichever was to be nominated before.
    void doubt(long nowNanos) {
        shaky = true;
        for (CandidatePair pair : pairs) {
            pair.withdrawNomination();
            if (pair != chosen()) {
                pair.trigger(nowNanos);
            }
        }
    }

    /// The chosen pair was heard again.
    void trust() {
        shaky = false;
    }

    private static boolean works(CandidatePair pair) {
        return pair.state() == CandidatePair.State.SUCCEEDED;
    }

    private @Nullable CandidatePair best(Predicate<CandidatePair> test) {
        CandidatePair best = null;
        for (CandidatePair pair : pairs) {
            if (test.test(pair)
                    && (best == null
                            || pair.priority(role.controlling())
                                    > best.priority(role.controlling()))) {
                best = pair;
            }
        }
        return best;
    }
}
