package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The pairs between one set of credentials of ours and one of the peer's (RFC 8445 §6.1.2): what
/// an ICE restart replaces as a whole. One thread.
final class CheckList {

    static final int MOST_PAIRS = 100;

    private static final int MOST_EARLY = 16;
    private static final int MOST_TOLD = 8;

    private final IceCredentials local;
    private final IceRole role;
    private final List<LocalPath> paths;
    private final long createdNanos;
    private final PeerCandidates candidates = new PeerCandidates();
    private final List<CandidatePair> pairs = new ArrayList<>();
    private final Nomination nomination;
    private final List<Early> early = new ArrayList<>();
    private @Nullable IceCredentials remote;
    private long startedNanos;

    /// A request that came before the peer's credentials.
    private record Early(LocalPath path, PeerCandidate source, boolean nominating) {}

    /// @param paths those there are, copied
    CheckList(IceCredentials local, IceRole role, List<LocalPath> paths, long createdNanos) {
        this.local = local;
        this.role = role;
        this.nomination = new Nomination(pairs, role);
        this.paths = new ArrayList<>(paths);
        this.createdNanos = createdNanos;
    }

    IceCredentials local() {
        return local;
    }

    @Nullable IceCredentials remote() {
        return remote;
    }

    long createdNanos() {
        return createdNanos;
    }

    long startedNanos() {
        return startedNanos;
    }

    /// The pair for media, and all about it.
    Nomination nomination() {
        return nomination;
    }

    /// Our role has changed.
    void roleTaken() {
        if (!role.controlling()) {
            pairs.forEach(CandidatePair::withdrawNomination);
        }
    }

    /// The peer's credentials are known: checks may begin.
    void start(IceCredentials credentials, long nowNanos) {
        remote = credentials;
        startedNanos = nowNanos;
        for (Early request : early) {
            requested(request, nowNanos);
        }
        early.clear();
    }

    void addPath(LocalPath path) {
        paths.add(path);
        candidates.forEach(candidate -> form(path, candidate));
    }

    void removePath(LocalPath path) {
        paths.remove(path);
        early.removeIf(request -> request.path() == path);
        pairs.removeIf(pair -> pair.path() == path);
        nomination.removed(path);
    }

    /// Adds a candidate that the peer told. Duplicates and those beyond the bound are left out. One
    /// that a request made known before has pairs on the paths of such requests alone.
    boolean add(PeerCandidate candidate) {
        if (!candidates.tell(candidate)) {
            return false;
        }
        paths.forEach(path -> form(path, candidate));
        return true;
    }

    private void form(LocalPath path, PeerCandidate candidate) {
        CandidatePair there = find(path, candidate);
        if (there != null) {
            there.told(candidate);
        } else if (path.reaches(candidate)) {
            addPair(path, candidate);
        }
    }

    private @Nullable CandidatePair addPair(LocalPath path, PeerCandidate candidate) {
        CandidatePair pair = new CandidatePair(path, candidate);
        if (pairs.size() >= MOST_PAIRS && !makeRoom(priority(pair))) {
            return null;
        }
        pairs.add(pair);
        return pair;
    }

    private long priority(CandidatePair pair) {
        return pair.priority(role.controlling());
    }

    /// Drops the least pair that nothing depends on (RFC 8445 §6.1.2.5).
    private boolean makeRoom(long priority) {
        CandidatePair least = null;
        for (CandidatePair pair : pairs) {
            boolean idle =
                    pair.state() == CandidatePair.State.FAILED
                            || (pair.state() == CandidatePair.State.WAITING && !pair.triggered());
            if (idle && (least == null || priority(pair) < priority(least))) {
                least = pair;
            }
        }
        return least != null && priority(least) < priority && pairs.remove(least);
    }

    @Nullable CandidatePair find(LocalPath path, PeerCandidate source) {
        for (CandidatePair pair : pairs) {
            if (pair.path() == path && pair.remote().sameAs(source)) {
                return pair;
            }
        }
        return null;
    }

    boolean proven(LocalPath path, InetSocketAddress source) {
        for (CandidatePair pair : pairs) {
            if (pair.path() == path && pair.proven() && pair.remote().address().equals(source)) {
                return true;
            }
        }
        return false;
    }

    /// The pair that a transaction belongs to.
    @Nullable CandidatePair find(byte[] transactionId) {
        for (CandidatePair pair : pairs) {
            if (pair.find(transactionId) != null) {
                return pair;
            }
        }
        return null;
    }

    /// An authentic request came: the pair is checked in turn (RFC 8445 §7.3.1.4), and made first
    /// if there is none (§7.3.1.3).
    ///
    /// @param nominating whether it nominates
    void requested(LocalPath path, PeerCandidate source, boolean nominating, long nowNanos) {
        Early request = new Early(path, source, nominating);
        if (remote != null) {
            requested(request, nowNanos);
        } else if (early.size() < MOST_EARLY && !early.contains(request)) {
            early.add(request);
        }
    }

    private void requested(Early request, long nowNanos) {
        CandidatePair pair = find(request.path(), request.source());
        if (pair == null && request.source().usable() && paths.contains(request.path())) {
            pair = learn(request.path(), request.source());
        }
        if (pair == null) {
            return;
        }
        pair.prove();
        if (request.nominating() && !role.controlling()) {
            pair.nominatedByPeer();
        }
        if (pair.state() == CandidatePair.State.SUCCEEDED) {
            nomination.follow(pair);
        } else if (!pair.triggered() && !pair.nominating()) {
            pair.trigger(nowNanos);
        }
    }

    private @Nullable CandidatePair learn(LocalPath path, PeerCandidate source) {
        if (!candidates.learn(source)) {
            return null;
        }
        // Whatever one would think of the two addresses: something has come this way.
        return addPair(path, source);
    }

    /// An authentic answer came.
    void answered(CandidatePair pair, CandidatePair.Transaction transaction, long nowNanos) {
        nomination.answered(pair, pair.succeeded(transaction), nowNanos);
    }

    /// The pair whose request is due now; pairs that went unheard are marked failed by the way.
    @Nullable CandidatePair due(long nowNanos) {
        CandidatePair next = null;
        for (CandidatePair pair : pairs) {
            if (wanted(pair)
                    && pair.dueNanos() <= nowNanos
                    && !pair.exhausted()
                    && (next == null || before(pair, next))) {
                next = pair;
            }
        }
        return next;
    }

    /// Triggered ones first, then what is sent again, then by priority.
    private boolean before(CandidatePair one, CandidatePair other) {
        if (one.triggered() != other.triggered()) {
            return one.triggered();
        }
        if (one.state() != other.state()) {
            return one.state() == CandidatePair.State.IN_PROGRESS;
        }
        return priority(one) > priority(other);
    }

    /// Once a pair is nominated, only better ones are looked for, and those asked for.
    private boolean wanted(CandidatePair pair) {
        CandidatePair chosen = nomination.nominated();
        return remote != null
                && pair.live()
                && (chosen == null
                        || nomination.shaky()
                        || pair.triggered()
                        || pair.nominating()
                        || priority(pair) > priority(chosen));
    }

    /// When a request or a nomination is due.
    ///
    /// @param ordinaryNanos before which no pair is checked for the first time
    long nextDeadlineNanos(long ordinaryNanos) {
        long next = Long.MAX_VALUE;
        for (CandidatePair pair : pairs) {
            if (wanted(pair)) {
                boolean ordinary = pair.state() == CandidatePair.State.WAITING && !pair.triggered();
                long due = ordinary ? ordinaryNanos : Long.MIN_VALUE;
                next = Math.min(next, Math.max(due, pair.dueNanos()));
            }
        }
        return Math.min(next, nomination.nextDeadlineNanos());
    }

    /// Whether there is nothing left to try.
    boolean exhausted() {
        return remote != null
                && !pairs.isEmpty()
                && pairs.stream().allMatch(p -> p.state() == CandidatePair.State.FAILED);
    }

    /// What was tried, for people.
    String tried() {
        if (paths.isEmpty()) {
            return "there is no candidate of our own";
        }
        if (pairs.isEmpty()) {
            return candidates.isEmpty()
                    ? "the peer told no candidate that may be used"
                    : "no address of this host matches the peer's candidates";
        }
        String some =
                pairs.stream()
                        .limit(MOST_TOLD)
                        .map(CandidatePair::toString)
                        .collect(Collectors.joining(", "));
        int more = pairs.size() - MOST_TOLD;
        return more > 0 ? some + " and " + more + " more" : some;
    }
}
