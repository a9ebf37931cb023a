package org.moqgateway.core.ice;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A local path and a candidate of the peer (RFC 8445 §6.1.2), and the checks under way between
/// them.
final class CandidatePair {

    /// How far the checks have come.
    enum State {
        /// Entered at the start and by a trigger; left for IN_PROGRESS by the first request.
        WAITING,
        /// Left for SUCCEEDED by an answer, for FAILED when all requests went unheard.
        IN_PROGRESS,
        /// Left for WAITING when the pair is to be checked again.
        SUCCEEDED,
        /// Left for WAITING by a trigger.
        FAILED
    }

    /// After so many milliseconds the request is sent again; after the last it has failed. Twice
    /// each rather than doubled (RFC 8489 §6.2.1): a check opens a NAT for the peer's own.
    private static final int[] TIMEOUTS_MS = {500, 500, 1000, 1000, 2000, 2000, 4000};

    private static final int REMEMBERED = 8;

    private final LocalPath path;
    private PeerCandidate remote;
    private final Deque<Transaction> transactions = new ArrayDeque<>();
    private State state = State.WAITING;
    private int sends;
    private int totalSends;
    private long dueNanos = Long.MIN_VALUE;
    private boolean triggered;
    private boolean nominating;
    private boolean nominatedByPeer;
    private boolean proven;

    /// One request.
    ///
    /// @param nominating whether it carried USE-CANDIDATE
    /// @param controlling the role it was sent in
    @SuppressWarnings("ArrayRecordComponent")
    record Transaction(byte[] id, long sentNanos, boolean nominating, boolean controlling) {}

    CandidatePair(LocalPath path, PeerCandidate remote) {
        this.path = path;
        this.remote = remote;
    }

    LocalPath path() {
        return path;
    }

    PeerCandidate remote() {
        return remote;
    }

    /// The peer has told the candidate that was learnt before: its own priority counts.
    void told(PeerCandidate candidate) {
        remote = candidate;
    }

    State state() {
        return state;
    }

    /// RFC 8445 §6.1.2.3.
    long priority(boolean controlling) {
        long ours = path.priority();
        long theirs = remote.priority();
        long g = controlling ? ours : theirs;
        long d = controlling ? theirs : ours;
        return (Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0);
    }

    /// When the next request is due, if any is to be sent.
    long dueNanos() {
        return dueNanos;
    }

    /// Whether anything authentic came from there.
    boolean proven() {
        return proven;
    }

    void prove() {
        proven = true;
    }

    boolean live() {
        return state == State.WAITING || state == State.IN_PROGRESS;
    }

    /// Whether it is the next request's turn before those that nobody waits for.
    boolean triggered() {
        return triggered;
    }

    /// A request came from there, or there is another reason: check at once.
    void trigger(long nowNanos) {
        triggered = true;
        state = State.WAITING;
        sends = 0;
        dueNanos = nowNanos;
    }

    /// Checks again with USE-CANDIDATE.
    void nominate(long nowNanos) {
        nominating = true;
        trigger(nowNanos);
    }

    void withdrawNomination() {
        nominating = false;
    }

    boolean nominating() {
        return nominating;
    }

    void nominatedByPeer() {
        nominatedByPeer = true;
    }

    boolean isNominatedByPeer() {
        return nominatedByPeer;
    }

    /// Notes a request of the schedule; [#exhausted] is asked before.
    void sent(Transaction transaction) {
        remember(transaction);
        triggered = false;
        state = State.IN_PROGRESS;
        dueNanos = transaction.sentNanos() + TIMEOUTS_MS[sends++] * 1_000_000L;
    }

    /// Notes a request, for consent or of the schedule; answers to the last few are taken.
    void remember(Transaction transaction) {
        totalSends++;
        transactions.addLast(transaction);
        if (transactions.size() > REMEMBERED) {
            transactions.removeFirst();
        }
    }

    @Nullable Transaction find(byte[] id) {
        for (Transaction transaction : transactions) {
            if (Arrays.equals(transaction.id(), id)) {
                return transaction;
            }
        }
        return null;
    }

    /// Marks the pair failed if the last request was sent long enough ago; called when one is due.
    boolean exhausted() {
        if (sends < TIMEOUTS_MS.length) {
            return false;
        }
        fail();
        return true;
    }

    void fail() {
        state = State.FAILED;
        triggered = false;
        nominating = false;
    }

    /// An answer came. A nomination that is still to be told goes on.
    ///
    /// @return whether the pair is nominated by that
    boolean succeeded(Transaction transaction) {
        proven = true;
        boolean nominated = nominating && transaction.nominating();
        if (!nominating || nominated) {
            state = State.SUCCEEDED;
            triggered = false;
            nominating = false;
        }
        return nominated;
    }

    /// For the list of what was tried.
    @Override
    public String toString() {
        String how =
                state == State.SUCCEEDED ? "answered" : totalSends + " requests without an answer";
        return path + " to " + remote + " (" + how + ")";
    }
}
