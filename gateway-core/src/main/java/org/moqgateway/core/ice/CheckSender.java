package org.moqgateway.core.ice;

import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Sends the requests of the check lists at their pace, and those of consent. One thread.
final class CheckSender {

    /// Between two requests for pairs not yet checked (RFC 8445 §14.2).
    private static final long PACE_NANOS = 50_000_000L;

    /// Between any two requests of the check lists: at most 40 a second. Those of consent come on
    /// top, 5 a second in silence and 20 after the network has refused something.
    private static final long LEAST_PACE_NANOS = 25_000_000L;

    private static final int TRANSACTION_ID_BYTES = 12;

    private final CheckLists lists;
    private final IceRole role;
    private final SplittableRandom random;
    private long ordinaryNanos = Long.MIN_VALUE;
    private long anyNanos = Long.MIN_VALUE;

    /// @param random source of transaction ids
    CheckSender(CheckLists lists, IceRole role, SplittableRandom random) {
        this.lists = lists;
        this.role = role;
        this.random = random;
    }

    /// Sends the check that is due, if any.
    ///
    /// @param selected the pair of media
    void check(@Nullable CandidatePair selected, long nowNanos, IceAgentOutput out) {
        if (nowNanos < anyNanos) {
            return;
        }
        CheckList list = lists.next();
        CandidatePair pair = list == null ? null : due(list, nowNanos);
        if (pair == null) {
            list = lists.current();
            pair = due(list, nowNanos);
        }
        if (pair == null || list == null) {
            return;
        }
        if (ordinary(pair)) {
            ordinaryNanos = nowNanos + PACE_NANOS;
        }
        anyNanos = nowNanos + LEAST_PACE_NANOS;
        if (pair != selected) {
            pair.path().strayed(nowNanos);
        }
        boolean nominating = role.controlling() && pair.nominating();
        CandidatePair.Transaction transaction = transaction(nominating, nowNanos);
        pair.sent(transaction);
        send(list, pair, transaction, out);
    }

    private @Nullable CandidatePair due(CheckList list, long nowNanos) {
        CandidatePair pair = list.due(nowNanos);
        return pair == null || (ordinary(pair) && nowNanos < ordinaryNanos) ? null : pair;
    }

    private static boolean ordinary(CandidatePair pair) {
        return pair.state() == CandidatePair.State.WAITING && !pair.triggered();
    }

    /// Asks the selected pair for consent.
    void ask(CandidatePair selected, long nowNanos, IceAgentOutput out) {
        CandidatePair.Transaction transaction = transaction(false, nowNanos);
        selected.remember(transaction);
        send(lists.current(), selected, transaction, out);
    }

    private CandidatePair.Transaction transaction(boolean nominating, long nowNanos) {
        byte[] id = new byte[TRANSACTION_ID_BYTES];
        random.nextBytes(id);
        return new CandidatePair.Transaction(id, nowNanos, nominating, role.controlling());
    }

    private void send(
            CheckList list,
            CandidatePair pair,
            CandidatePair.Transaction transaction,
            IceAgentOutput out) {
        // Pairs of a list are checked and selected when the peer's credentials are there.
        IceCredentials remote = Objects.requireNonNull(list.remote());
        byte[] bytes =
                StunWriter.check(
                        new StunWriter.Check(
                                transaction.id(),
                                remote.ufrag() + ":" + list.local().ufrag(),
                                remote.password(),
                                pair.path().reflexivePriority(),
                                transaction.controlling(),
                                role.tieBreaker(),
                                transaction.nominating()));
        out.send(pair.path(), bytes, 0, bytes.length, pair.remote().address());
    }

    /// When [#check] has something to do.
    long nextDeadlineNanos() {
        return Math.max(lists.nextDeadlineNanos(ordinaryNanos), anyNanos);
    }
}
