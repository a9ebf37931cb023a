package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pairs between one set of credentials of ours and one of the peer's (RFC 8445 §6.1.2): what
/// an ICE restart replaces as a whole. One thread.
final class CheckList {

    static final int MOST_REMOTES = 64;
    static final int MOST_PAIRS = 100;

    private static final int MOST_EARLY = 16;
    private static final int MOST_TOLD = 8;
    private static final long NOMINATION_WAIT_NANOS = 100_000_000L;

    private final IceCredentials local;
    private final List<LocalPath> paths;
    private final long createdNanos;
    private final Set<PeerCandidate> told = new LinkedHashSet<>();
    private final Set<PeerCandidate> learnt = new LinkedHashSet<>();
    private final List<CandidatePair> pairs = new ArrayList<>();
    private final List<Early> early = new ArrayList<>();
    private @Nullable IceCredentials remote;
    private boolean controlling;
    private @Nullable CandidatePair first;
    private @Nullable CandidatePair nominated;
    private long firstNanos;
    private long startedNanos;
    private boolean shaky;

    /// A request that came before the peer's credentials.
    private record Early(LocalPath path, PeerCandidate source, boolean nominating) {}

    /// @param paths those there are, copied
    CheckList(IceCredentials local, boolean controlling, List<LocalPath> paths, long createdNanos) {
        this.local = local;
        this.controlling = controlling;
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

    void role(boolean isControlling) {
        controlling = isControlling;
        if (!isControlling) {
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
        told.forEach(candidate -> form(path, candidate));
        learnt.forEach(candidate -> form(path, candidate));
    }

    void removePath(LocalPath path) {
        paths.remove(path);
        early.removeIf(request -> request.path() == path);
        CandidatePair before = chosen();
        pairs.removeIf(pair -> pair.path() == path);
        if (first != null && first.path() == path) {
            first = best(CheckList::works);
        }
        if (before != null && before.path() == path) {
            replace();
        }
    }

    private static boolean works(CandidatePair pair) {
        return pair.state() == CandidatePair.State.SUCCEEDED;
    }

    /// The chosen pair is no more: the best one that the peer nominated takes its place, else the
    /// best that works, until we nominate one.
    private void replace() {
        nominated = controlling ? null : best(pair -> works(pair) && pair.isNominatedByPeer());
        first = best(CheckList::works);
        shaky = false;
    }

    /// Adds a candidate that the peer told. Duplicates and those beyond the bound are left out. One
    /// that a request made known before has pairs on the paths of such requests alone.
    boolean add(PeerCandidate candidate) {
        if (!candidate.usable() || told.stream().anyMatch(candidate::sameAs)) {
            return false;
        }
        boolean moved = learnt.removeIf(candidate::sameAs);
        if (!moved && full()) {
            return false;
        }
        told.add(candidate);
        paths.forEach(path -> form(path, candidate));
        return true;
    }

    private boolean full() {
        return told.size() + learnt.size() >= MOST_REMOTES;
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
        if (pairs.size() >= MOST_PAIRS && !makeRoom(pair.priority(controlling))) {
            return null;
        }
        pairs.add(pair);
        return pair;
    }

    /// Drops the least pair that nothing depends on (RFC 8445 §6.1.2.5).
    private boolean makeRoom(long priority) {
        CandidatePair least = null;
        for (CandidatePair pair : pairs) {
            boolean idle =
                    pair.state() == CandidatePair.State.FAILED
                            || (pair.state() == CandidatePair.State.WAITING && !pair.triggered());
            if (idle
                    && (least == null
                            || pair.priority(controlling) < least.priority(controlling))) {
                least = pair;
            }
        }
        return least != null && least.priority(controlling) < priority && pairs.remove(least);
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
        if (request.nominating() && !controlling) {
            pair.nominatedByPeer();
        }
        if (pair.state() == CandidatePair.State.SUCCEEDED) {
            follow(pair);
        } else if (!pair.triggered() && !pair.nominating()) {
            pair.trigger(nowNanos);
        }
    }

    private @Nullable CandidatePair learn(LocalPath path, PeerCandidate source) {
        boolean known = Stream.concat(told.stream(), learnt.stream()).anyMatch(source::sameAs);
        if (!known) {
            if (full()) {
                return null;
            }
            learnt.add(source);
        }
        // Whatever one would think of the two addresses: something has come this way.
        return addPair(path, source);
    }

    /// An authentic answer came.
    void answered(CandidatePair pair, CandidatePair.Transaction transaction, long nowNanos) {
        boolean byUs = pair.succeeded(transaction);
        if (first == null) {
            first = pair;
            firstNanos = nowNanos;
        }
        if (byUs) {
            nominated(pair);
        } else {
            follow(pair);
        }
    }

    /// One that is left for its silence is out of the question until it answers again: otherwise it
    /// would be nominated anew, being better, and keep all others from it meanwhile.
    private void nominated(CandidatePair pair) {
        CandidatePair silent = shaky ? chosen() : null;
        if (silent != null && silent != pair) {
            silent.fail();
        }
        nominated = pair;
        shaky = false;
    }

    /// Follows the peer's nomination: of several the best one, unless it has fallen silent.
    private void follow(CandidatePair pair) {
        CandidatePair before = nominated;
        if (!controlling
                && pair.isNominatedByPeer()
                && (before == null || shaky || pair.priority(false) > before.priority(false))) {
            nominated(pair);
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
                nowNanos - firstNanos >= NOMINATION_WAIT_NANOS
                        || pairs.stream()
                                .noneMatch(p -> p.live() && p.priority(true) > best.priority(true));
        if (settled) {
            best.nominate(nowNanos);
        }
    }

    /// The pair to nominate, now or in a moment.
    private @Nullable CandidatePair nominee() {
        if (!controlling || pairs.stream().anyMatch(CandidatePair::nominating)) {
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
        return one.priority(controlling) > other.priority(controlling);
    }

    /// Once a pair is nominated, only better ones are looked for, and those asked for.
    private boolean wanted(CandidatePair pair) {
        CandidatePair chosen = nominated;
        return remote != null
                && pair.live()
                && (chosen == null
                        || shaky
                        || pair.triggered()
                        || pair.nominating()
                        || pair.priority(controlling) > chosen.priority(controlling));
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
        return nominee() == null ? next : Math.min(next, firstNanos + NOMINATION_WAIT_NANOS);
    }

    /// Whether there is nothing left to try.
    boolean exhausted() {
        return remote != null
                && !pairs.isEmpty()
                && pairs.stream().allMatch(p -> p.state() == CandidatePair.State.FAILED);
    }

    /// The pair for media: the nominated one or, before, the first that answered; when that is
    /// gone, the best that works.
    @Nullable CandidatePair chosen() {
        return nominated != null ? nominated : first;
    }

    @Nullable CandidatePair nominated() {
        return nominated;
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

    private interface Test {
        boolean test(CandidatePair pair);
    }

    private @Nullable CandidatePair best(Test test) {
        CandidatePair best = null;
        for (CandidatePair pair : pairs) {
            if (test.test(pair)
                    && (best == null || pair.priority(controlling) > best.priority(controlling))) {
                best = pair;
            }
        }
        return best;
    }

    /// What was tried, for people.
    String tried() {
        if (paths.isEmpty()) {
            return "there is no candidate of our own";
        }
        if (pairs.isEmpty()) {
            return told.isEmpty() && learnt.isEmpty()
                    ? "the peer told no candidate that may be used"
                    : "no address of this host matches the peer's candidates";
        }
        String told =
                pairs.stream()
                        .limit(MOST_TOLD)
                        .map(CandidatePair::toString)
                        .collect(Collectors.joining(", "));
        int more = pairs.size() - MOST_TOLD;
        return more > 0 ? told + " and " + more + " more" : told;
    }
}
