package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ice4j.attribute.Attribute;

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

    private final IceRole role;
    private final CheckLists lists;
    private final CheckSender sender;
    private final SelectedPair selected;
    private final RequestAnswerer answerer = new RequestAnswerer();
    private State state = State.CHECKING;

    /// Until the first [#start] the agent takes itself to be controlling, as who offers is.
    ///
    /// @param local our credentials, those in our description
    /// @param seed source of transaction ids, tie-breaker and jitter; a random number
    public IceAgent(IceCredentials local, IceTimings timings, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.role = new IceRole(random.nextLong());
        this.lists = new CheckLists(local, role, timings);
        this.sender = new CheckSender(lists, role, random);
        this.selected = new SelectedPair(timings, random);
    }

    /// The state.
    public State state() {
        return state;
    }

    /// The role now.
    public boolean controlling() {
        return role.controlling();
    }

    /// The path of the selected pair.
    public Optional<LocalPath> selectedPath() {
        return Optional.ofNullable(selected.pair()).map(CandidatePair::path);
    }

    /// Our newest credentials, those of the latest description.
    public IceCredentials credentials() {
        return lists.newest().local();
    }

    /// Adds a path; pairs with it are checked from the next [#onTimer] on.
    public void addPath(LocalPath path) {
        lists.addPath(path);
    }

    /// Leaves a path out of what comes: after the next [#restart] it has no pairs. Until then it
    /// may carry media still.
    public void retirePath(LocalPath path) {
        lists.retirePath(path);
    }

    /// Removes a path and all its pairs. Was one of them selected, the best other one that works
    /// takes its place; is there none, the silence that follows decides.
    public void removePath(LocalPath path, long nowNanos, IceAgentOutput out) {
        lists.removePath(path);
        settle(nowNanos, out);
    }

    /// Begins to check or, after [#restart], begins again. Left out when no description waits for
    /// the peer's, such as when a restart was given up.
    ///
    /// @param remote the peer's credentials
    /// @param peer settles the roles at the first start; they outlive restarts (RFC 8445 §6.1.1),
    ///     but that of a lite peer is never ours
    public void start(IceCredentials remote, Peer peer, long nowNanos) {
        CheckList list = lists.newest();
        if (list.remote() != null) {
            return;
        }
        boolean first = lists.current().remote() == null;
        switch (peer) {
            case LITE -> lists.role(true);
            case OFFERED, ANSWERED -> {
                if (first) {
                    lists.role(peer == Peer.ANSWERED);
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
        return lists.newest().add(candidate);
    }

    /// Tells whether all is known that was told: nothing is gathered here any more, and no name of
    /// the peer's is being resolved. Then the agent fails as soon as every pair has. The peer's
    /// end-of-candidates plays no part, for its descriptions are whole; nor is there a wait for
    /// candidates that only its checks would make known (RFC 8863).
    public void complete(boolean noMore) {
        lists.complete(noMore);
    }

    /// Begins a restart (RFC 8445 §9): requests with either ufrag are answered, and media goes over
    /// the old pair, until [#start] has led to a nominated new one. A second restart before that
    /// replaces the first. Given up after 30 s without [#start].
    public void restart(IceCredentials local, long nowNanos) {
        lists.restart(local, nowNanos);
    }

    /// Gives a restart up that the peer refused, unless [#start] has begun it: silence is borne no
    /// longer than otherwise from then on.
    public void abandonRestart(IceAgentOutput out) {
        CheckList restarted = lists.next();
        if (state != State.FAILED && restarted != null && restarted.remote() == null) {
            abandon(restarted, out);
        }
    }

    private void abandon(CheckList restarted, IceAgentOutput out) {
        lists.abandonRestart();
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
        if (state == State.FAILED || !lists.hasPath(path)) {
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
        RequestAnswerer.Source from =
                new RequestAnswerer.Source(
                        in.source(),
                        lists.knows(path, source),
                        in.nowNanos(),
                        (buffer, offset, length, to) -> out.send(path, buffer, offset, length, to));
        IceVerdict verdict = answerer.answer(message, from, lists::passwordOf, this::refusesRole);
        if (verdict != IceVerdict.ANSWERED) {
            return verdict;
        }
        CheckList list = lists.listOf(message.receiverUfrag());
        if (list != null) {
            list.requested(path, source, message.has(Attribute.USE_CANDIDATE), in.nowNanos());
            heard(path, in.source(), in.nowNanos());
            settle(in.nowNanos(), out);
        }
        return verdict;
    }

    private boolean refusesRole(StunDatagram request) {
        if (!role.isClaimed(request)) {
            return false;
        }
        boolean kept = role.isKept(request);
        if (!kept) {
            lists.role(!role.controlling());
        }
        return kept;
    }

    private IceVerdict response(
            LocalPath path, StunDatagram message, IceDatagram in, IceAgentOutput out) {
        byte[] id = message.transactionId();
        CheckList list = lists.listOf(id);
        CandidatePair pair = list == null ? null : list.find(id);
        CandidatePair.Transaction transaction = pair == null ? null : pair.find(id);
        IceCredentials remote = list == null ? null : list.remote();
        if (list == null || pair == null || transaction == null || remote == null) {
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
        if (pair == selected.pair()) {
            selected.answered(transaction, in.nowNanos());
            list.nomination().trust();
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
            if (transaction.controlling() == role.controlling()) {
                lists.role(!role.controlling());
            }
            pair.trigger(nowNanos);
        }
        return IceVerdict.ERROR_RESPONSE;
    }

    /// Tells that something authentic came, such as media, from an address on a path.
    public void heard(LocalPath path, InetSocketAddress source, long nowNanos) {
        if (selected.isAt(path, source)) {
            selected.heard(nowNanos);
            lists.current().nomination().trust();
        }
    }

    /// Tells that the network refused something that was sent on a path. It counts when nothing but
    /// the selected pair can be meant.
    public void unreachable(LocalPath path, long nowNanos) {
        selected.unreachable(path, nowNanos);
    }

    /// Something else than this agent has sent on a path, to another address.
    public void strayed(LocalPath path, long nowNanos) {
        path.strayed(nowNanos);
    }

    /// Whether the peer has proved to be at this address, by an authentic request or answer: what
    /// comes from elsewhere concerns nobody.
    public boolean proven(LocalPath path, InetSocketAddress source) {
        return selected.isAt(path, source) || lists.proven(path, source);
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
        if (lists.swap()) {
            out.restarted();
        }
        CandidatePair chosen = lists.current().nomination().chosen();
        if (chosen != null && chosen != selected.pair()) {
            selected.select(chosen, nowNanos);
            state = State.CONNECTED;
            out.selected(chosen.path(), chosen.remote().address());
        }
        lists.nominate(nowNanos);
    }

    /// Does what is due: checks, consent, the end.
    public void onTimer(long nowNanos, IceAgentOutput out) {
        if (state == State.FAILED) {
            return;
        }
        CandidatePair pair = selected.pair();
        if (pair != null && !watch(pair, nowNanos, out)) {
            return;
        }
        settle(nowNanos, out);
        CheckList restarted = lists.next();
        if (restarted != null && nowNanos >= lists.restartEndNanos()) {
            abandon(restarted, out);
        }
        if (selected.pair() == null && nowNanos >= lists.endNanos()) {
            fail(false, "no pair of candidates worked: " + lists.current().tried(), out);
            return;
        }
        sender.check(selected.pair(), nowNanos, out);
    }

    private void fail(boolean connected, String detail, IceAgentOutput out) {
        state = State.FAILED;
        out.lost(connected, detail);
    }

    /// Asks the selected pair and bears its silence for as long as is right.
    ///
    /// @return false when it is lost
    private boolean watch(CandidatePair pair, long nowNanos, IceAgentOutput out) {
        selected.awake(nowNanos);
        while (true) {
            switch (selected.due(nowNanos, lists.next() != null)) {
                case NOTHING -> {
                    return true;
                }
                case ASK -> {
                    sender.ask(pair, nowNanos, out);
                    selected.asked(nowNanos);
                }
                case LOOK_ELSEWHERE -> lists.current().nomination().doubt(nowNanos);
                case DOUBT -> out.doubtful();
                case UNREACHABLE -> {
                    fail(true, selected.unreachableText(), out);
                    return false;
                }
                case SILENT -> {
                    fail(true, selected.silentText(), out);
                    return false;
                }
                case EXPIRED -> {
                    fail(true, selected.expiredText(), out);
                    return false;
                }
            }
        }
    }

    /// When [#onTimer] is due next, in the caller's `nowNanos`; [Long#MAX_VALUE] for never, a time
    /// in the past for at once.
    public long nextDeadlineNanos() {
        if (state == State.FAILED) {
            return Long.MAX_VALUE;
        }
        long deadline = Math.min(sender.nextDeadlineNanos(), lists.restartEndNanos());
        return Math.min(
                deadline,
                selected.pair() == null
                        ? lists.endNanos()
                        : selected.nextDeadlineNanos(lists.next() != null));
    }
}
