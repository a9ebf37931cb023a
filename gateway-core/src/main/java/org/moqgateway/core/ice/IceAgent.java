package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// A full ICE agent (RFC 8445) for one component over any number of local paths, which may come and
/// go: pairs, checks, nomination in either role, consent (RFC 7675), restart. Confined to one
/// thread; bytes, paths and the time are arguments.
///
/// It takes answers without XOR-MAPPED-ADDRESS, which some peers send: then the path's own address
/// stands for what the peer saw. Media may go over the first pair that answers, before one is
/// nominated.
public final class IceAgent {

    /// How far the agent has come.
    public enum State {
        /// Entered at the start; left for CONNECTED by the first pair that works, for FAILED when
        /// none does in time.
        CHECKING,
        /// A pair is selected; left for FAILED when the peer is gone.
        CONNECTED,
        /// Terminal.
        FAILED
    }

    /// What the peer's first description says about its role (RFC 8445 §6.1.1).
    public enum Peer {
        /// It offered, and we answered: it is controlling.
        OFFERED,
        /// It answered our offer: we are controlling.
        ANSWERED,
        /// It is lite: we are controlling, whoever offered.
        LITE
    }

    /// A restart is given up when the peer's credentials have not come for so long: whoever asked
    /// for them has lost hope or forgotten it.
    private static final long UNANSWERED_NANOS = 30_000_000_000L;

    /// Between two requests for pairs not yet checked (RFC 8445 §14.2).
    private static final long PACE_NANOS = 50_000_000L;

    /// Between any two requests of the check lists: at most 40 a second. Those of consent come on
    /// top, 5 a second in silence and 20 after the network has refused something.
    private static final long LEAST_PACE_NANOS = 25_000_000L;

    /// A path on which something else was sent of late may have been told of that.
    private static final long STRAY_NANOS = 1_000_000_000L;

    private final SplittableRandom random;
    private final long tieBreaker;
    private final IceTimings timings;
    private final RequestAnswerer answerer = new RequestAnswerer();
    private final List<LocalPath> paths = new ArrayList<>();
    private final List<LocalPath> retired = new ArrayList<>();
    private final Consent consent;
    private CheckList current;
    private @Nullable CheckList next;
    private @Nullable CandidatePair selected;
    private State state = State.CHECKING;
    private boolean controlling = true;
    private boolean complete;
    private long ordinaryNanos = Long.MIN_VALUE;
    private long anyNanos = Long.MIN_VALUE;

    /// Until the first [#start] the agent takes itself to be controlling, as who offers is.
    ///
    /// @param local our credentials, those in our description
    /// @param seed source of transaction ids, tie-breaker and jitter; a random number
    public IceAgent(IceCredentials local, IceTimings timings, long seed) {
        this.timings = timings;
        this.random = new SplittableRandom(seed);
        this.tieBreaker = random.nextLong();
        this.consent = new Consent(timings, random);
        this.current = new CheckList(local, controlling, paths, 0);
    }

    /// The state.
    public State state() {
        return state;
    }

    /// The role now.
    public boolean controlling() {
        return controlling;
    }

    /// The path of the selected pair.
    public Optional<LocalPath> selectedPath() {
        return Optional.ofNullable(selected).map(CandidatePair::path);
    }

    /// Our newest credentials, those of the latest description.
    public IceCredentials credentials() {
        return newest().local();
    }

    private CheckList newest() {
        return next != null ? next : current;
    }

    /// Adds a path; pairs with it are checked from the next [#onTimer] on.
    public void addPath(LocalPath path) {
        paths.add(path);
        current.addPath(path);
        if (next != null) {
            next.addPath(path);
        }
    }

    /// Leaves a path out of what comes: after the next [#restart] it has no pairs. Until then it
    /// may carry media still.
    public void retirePath(LocalPath path) {
        paths.remove(path);
        retired.add(path);
    }

    /// Removes a path and all its pairs. Was one of them selected, the best other one that works
    /// takes its place; is there none, the silence that follows decides.
    public void removePath(LocalPath path, long nowNanos, IceAgentOutput out) {
        paths.remove(path);
        retired.remove(path);
        current.removePath(path);
        if (next != null) {
            next.removePath(path);
        }
        settle(nowNanos, out);
    }

    /// Begins to check or, after [#restart], begins again. Left out when no description waits for
    /// the peer's, such as when a restart was given up.
    ///
    /// @param remote the peer's credentials
    /// @param peer settles the roles at the first start; they outlive restarts (RFC 8445 §6.1.1),
    ///     but that of a lite peer is never ours
    public void start(IceCredentials remote, Peer peer, long nowNanos) {
        CheckList list = newest();
        if (list.remote() != null) {
            return;
        }
        boolean first = list == current;
        switch (peer) {
            case LITE -> role(true);
            case OFFERED, ANSWERED -> {
                if (first) {
                    role(peer == Peer.ANSWERED);
                }
            }
        }
        list.start(remote, nowNanos);
    }

    /// Adds a candidate of the peer to the newest description's. Duplicates, addresses that are
    /// none and those beyond the sixty-fourth are left out.
    ///
    /// @return whether it was taken
    public boolean addRemoteCandidate(PeerCandidate candidate) {
        return newest().add(candidate);
    }

    /// Tells whether all is known that was told: nothing is gathered here any more, and no name of
    /// the peer's is being resolved. Then the agent fails as soon as every pair has. The peer's
    /// end-of-candidates plays no part, for its descriptions are whole; nor is there a wait for
    /// candidates that only its checks would make known (RFC 8863).
    public void complete(boolean noMore) {
        complete = noMore;
    }

    /// Begins a restart (RFC 8445 §9): requests with either ufrag are answered, and media goes over
    /// the old pair, until [#start] has led to a nominated new one. A second restart before that
    /// replaces the first. Given up after 30 s without [#start].
    public void restart(IceCredentials local, long nowNanos) {
        complete = false;
        next = new CheckList(local, controlling, paths, nowNanos);
    }

    /// Gives a restart up that the peer refused, unless [#start] has begun it: silence is borne no
    /// longer than otherwise from then on.
    public void abandonRestart(IceAgentOutput out) {
        CheckList restarted = next;
        if (state != State.FAILED && restarted != null && restarted.remote() == null) {
            abandon(restarted, out);
        }
    }

    private void abandon(CheckList restarted, IceAgentOutput out) {
        next = null;
        out.abandoned(restarted.local());
    }

    /// Takes one STUN datagram; foreign bytes never throw.
    ///
    /// @param path where it came in
    /// @param in its buffer is left unchanged
    public IceVerdict handle(LocalPath path, IceDatagram in, IceAgentOutput out) {
        StunDatagram.Parsed parsed = StunDatagram.parse(in.buffer(), in.offset(), in.length());
        StunDatagram message = parsed.datagram();
        if (message == null) {
            return parsed.verdict();
        }
        if (!message.binding()) {
            return IceVerdict.UNSUPPORTED_METHOD;
        }
        if (state == State.FAILED || !(paths.contains(path) || retired.contains(path))) {
            return IceVerdict.UNEXPECTED_RESPONSE;
        }
        if (message.request()) {
            return request(path, message, in, out);
        }
        return message.success() || message.error()
                ? response(path, message, in, out)
                : IceVerdict.INDICATION;
    }

    private IceVerdict request(
            LocalPath path, StunDatagram message, IceDatagram in, IceAgentOutput out) {
        PeerCandidate source =
                new PeerCandidate(in.source(), message.priority(), path.isConnection());
        boolean known = newest().find(path, source) != null || current.find(path, source) != null;
        RequestAnswerer.Source from =
                new RequestAnswerer.Source(
                        in.source(),
                        known,
                        in.nowNanos(),
                        (buffer, offset, length, to) -> out.send(path, buffer, offset, length, to));
        IceVerdict verdict = answerer.answer(message, from, this::passwordOf, this::refusesRole);
        if (verdict != IceVerdict.ANSWERED) {
            return verdict;
        }
        CheckList list = listOf(message.receiverUfrag());
        if (list != null) {
            list.requested(path, source, message.has(Attribute.USE_CANDIDATE), in.nowNanos());
            heard(path, in.source(), in.nowNanos());
            settle(in.nowNanos(), out);
        }
        return verdict;
    }

    private @Nullable CheckList listOf(@Nullable String ufrag) {
        if (next != null && next.local().ufrag().equals(ufrag)) {
            return next;
        }
        return current.local().ufrag().equals(ufrag) ? current : null;
    }

    private @Nullable String passwordOf(String ufrag) {
        CheckList list = listOf(ufrag);
        return list == null ? null : list.local().password();
    }

    /// RFC 8445 §7.3.1.1: of two with one role the greater tie-breaker has its way.
    private boolean refusesRole(StunDatagram request) {
        char ours = controlling ? Attribute.ICE_CONTROLLING : Attribute.ICE_CONTROLLED;
        if (!request.has(ours)) {
            return false;
        }
        boolean greater = Long.compareUnsigned(tieBreaker, request.tieBreaker(ours)) >= 0;
        if (greater == controlling) {
            return true;
        }
        role(!controlling);
        return false;
    }

    private void role(boolean nowControlling) {
        controlling = nowControlling;
        current.role(nowControlling);
        if (next != null) {
            next.role(nowControlling);
        }
    }

    private IceVerdict response(
            LocalPath path, StunDatagram message, IceDatagram in, IceAgentOutput out) {
        byte[] id = message.transactionId();
        CandidatePair pair = next == null ? null : next.find(id);
        CheckList list = pair == null || next == null ? current : next;
        pair = pair == null ? current.find(id) : pair;
        CandidatePair.Transaction transaction = pair == null ? null : pair.find(id);
        IceCredentials remote = list.remote();
        if (pair == null || transaction == null || remote == null) {
            return IceVerdict.UNEXPECTED_RESPONSE;
        }
        // Both must be the request's (RFC 8445 §7.2.5.2.1).
        if (pair.path() != path || !pair.remote().address().equals(in.source())) {
            return IceVerdict.UNEXPECTED_RESPONSE;
        }
        if (!message.integrityMatches(remote.password())) {
            return message.error() ? IceVerdict.ERROR_RESPONSE : IceVerdict.BAD_INTEGRITY;
        }
        if (message.error()) {
            return refused(pair, transaction, message, in.nowNanos());
        }
        list.answered(pair, transaction, in.nowNanos());
        if (pair == selected) {
            consent.answered(in.nowNanos(), in.nowNanos() - transaction.sentNanos());
            list.trust();
        }
        settle(in.nowNanos(), out);
        return IceVerdict.RESPONSE_ACCEPTED;
    }

    /// A role conflict changes our role, unless it has changed since; other errors leave the
    /// request to its timeout.
    private IceVerdict refused(
            CandidatePair pair,
            CandidatePair.Transaction transaction,
            StunDatagram message,
            long nowNanos) {
        if (message.errorCode() == StunWriter.ROLE_CONFLICT) {
            if (transaction.controlling() == controlling) {
                role(!controlling);
            }
            pair.trigger(nowNanos);
        }
        return IceVerdict.ERROR_RESPONSE;
    }

    /// Tells that something authentic came, such as media, from an address on a path.
    public void heard(LocalPath path, InetSocketAddress source, long nowNanos) {
        CandidatePair pair = selected;
        if (pair != null && pair.path() == path && pair.remote().address().equals(source)) {
            consent.heard(nowNanos);
            current.trust();
        }
    }

    /// Tells that the network refused something that was sent on a path. It counts when nothing but
    /// the selected pair can be meant.
    public void unreachable(LocalPath path, long nowNanos) {
        CandidatePair pair = selected;
        boolean sure =
                path.strayNanos() == Long.MIN_VALUE || nowNanos - path.strayNanos() > STRAY_NANOS;
        if (pair != null && pair.path() == path && sure) {
            consent.unreachable(nowNanos);
        }
    }

    /// Something else than this agent has sent on a path, to another address.
    public void strayed(LocalPath path, long nowNanos) {
        path.strayed(nowNanos);
    }

    /// Whether the peer has proved to be at this address, by an authentic request or answer: what
    /// comes from elsewhere concerns nobody.
    public boolean proven(LocalPath path, InetSocketAddress source) {
        CandidatePair pair = selected;
        if (pair != null && pair.path() == path && pair.remote().address().equals(source)) {
            return true;
        }
        return current.proven(path, source) || (next != null && next.proven(path, source));
    }

    /// Ends the agent if no pair works yet, with a word on why; for whoever knows better.
    public void giveUp(String why, IceAgentOutput out) {
        if (state == State.CHECKING) {
            fail(false, why, out);
        }
    }

    /// Looks whether another pair is to be used, or nominated.
    private void settle(long nowNanos, IceAgentOutput out) {
        if (state == State.FAILED) {
            return;
        }
        CheckList restarted = next;
        if (restarted != null && restarted.nominated() != null) {
            current = restarted;
            next = null;
            out.restarted();
        }
        CandidatePair chosen = current.chosen();
        if (chosen != null && chosen != selected) {
            selected = chosen;
            state = State.CONNECTED;
            consent.begin(nowNanos);
            out.selected(chosen.path(), chosen.remote().address());
        }
        current.nominate(nowNanos);
        if (next != null) {
            next.nominate(nowNanos);
        }
    }

    /// Does what is due: checks, consent, the end.
    public void onTimer(long nowNanos, IceAgentOutput out) {
        if (state == State.FAILED) {
            return;
        }
        CandidatePair pair = selected;
        if (pair != null && !watch(pair, nowNanos, out)) {
            return;
        }
        settle(nowNanos, out);
        CheckList restarted = next;
        if (restarted != null && nowNanos >= endOf(restarted)) {
            abandon(restarted, out);
        }
        if (selected == null && nowNanos >= endOf(current)) {
            fail(false, "no pair of candidates worked: " + current.tried(), out);
            return;
        }
        check(nowNanos, out);
    }

    private void fail(boolean connected, String detail, IceAgentOutput out) {
        state = State.FAILED;
        out.lost(connected, detail);
    }

    /// Asks the selected pair and bears its silence for as long as is right.
    ///
    /// @return false when it is lost
    private boolean watch(CandidatePair pair, long nowNanos, IceAgentOutput out) {
        consent.awake(nowNanos);
        while (true) {
            switch (consent.due(nowNanos, next != null)) {
                case NOTHING -> {
                    return true;
                }
                case ASK -> {
                    send(current, pair, false, nowNanos, out);
                    consent.asked(nowNanos);
                }
                case LOOK_ELSEWHERE -> current.doubt(nowNanos);
                case DOUBT -> out.doubtful();
                case UNREACHABLE -> {
                    fail(true, "nobody is at " + pair.remote() + " any more", out);
                    return false;
                }
                case SILENT -> {
                    long seconds = timings.loss().toSeconds();
                    fail(
                            true,
                            "nothing came from " + pair.remote() + " for " + seconds + " s",
                            out);
                    return false;
                }
                case EXPIRED -> {
                    fail(true, pair.remote() + " no longer answers checks", out);
                    return false;
                }
            }
        }
    }

    private void check(long nowNanos, IceAgentOutput out) {
        if (nowNanos < anyNanos) {
            return;
        }
        CheckList list = next;
        CandidatePair pair = list == null ? null : list.due(nowNanos);
        if (pair == null) {
            list = current;
            pair = list.due(nowNanos);
        }
        if (pair == null || list == null) {
            return;
        }
        boolean ordinary = pair.state() == CandidatePair.State.WAITING && !pair.triggered();
        if (ordinary && nowNanos < ordinaryNanos) {
            return;
        }
        if (ordinary) {
            ordinaryNanos = nowNanos + PACE_NANOS;
        }
        anyNanos = nowNanos + LEAST_PACE_NANOS;
        if (pair != selected) {
            pair.path().strayed(nowNanos);
        }
        send(list, pair, true, nowNanos, out);
    }

    private void send(
            CheckList list,
            CandidatePair pair,
            boolean scheduled,
            long nowNanos,
            IceAgentOutput out) {
        IceCredentials remote = list.remote();
        if (remote == null) {
            return;
        }
        byte[] id = new byte[12];
        random.nextBytes(id);
        boolean nominating = scheduled && controlling && pair.nominating();
        CandidatePair.Transaction transaction =
                new CandidatePair.Transaction(id, nowNanos, nominating, controlling);
        if (scheduled) {
            pair.sent(transaction);
        } else {
            pair.remember(transaction);
        }
        byte[] bytes =
                StunWriter.check(
                        new StunWriter.Check(
                                id,
                                remote.ufrag() + ":" + list.local().ufrag(),
                                remote.password(),
                                pair.path().reflexivePriority(),
                                controlling,
                                tieBreaker,
                                nominating));
        out.send(pair.path(), bytes, 0, bytes.length, pair.remote().address());
    }

    /// When [#onTimer] is due next, in the caller's `nowNanos`; [Long#MAX_VALUE] for never, a time
    /// in the past for at once.
    public long nextDeadlineNanos() {
        if (state == State.FAILED) {
            return Long.MAX_VALUE;
        }
        long deadline = Math.max(current.nextDeadlineNanos(ordinaryNanos), anyNanos);
        if (next != null) {
            long restarted = Math.max(next.nextDeadlineNanos(ordinaryNanos), anyNanos);
            deadline = Math.min(deadline, restarted);
            deadline = Math.min(deadline, endOf(next));
        }
        if (selected != null) {
            return Math.min(deadline, consent.nextDeadlineNanos(next != null));
        }
        return Math.min(deadline, endOf(current));
    }

    private long endOf(CheckList list) {
        if (list.remote() == null) {
            return list == next ? list.createdNanos() + UNANSWERED_NANOS : Long.MAX_VALUE;
        }
        return complete && list.exhausted()
                ? Long.MIN_VALUE
                : list.startedNanos() + timings.establishment().toNanos();
    }
}
