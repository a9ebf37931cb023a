package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A small controlling agent (RFC 8445) with one local socket, for client roles against a server
/// that is lite or full: checks every remote candidate with USE-CANDIDATE, selects the first that
/// answers, keeps consent (RFC 7675), answers the peer's requests. Confined to one thread.
///
/// It stays controlling whatever the peer says: its tie-breaker is the greatest there is.
public final class IceControllingAgent {

    /// How far the agent has come.
    public enum State {
        /// Entered at the start; left for CONNECTED by the first authenticated answer, for FAILED
        /// when every candidate's request has timed out.
        CHECKING,
        /// A pair is selected; left for FAILED when no consent answer came for 30 s (RFC 7675
        /// §5.1).
        CONNECTED,
        /// Terminal.
        FAILED
    }

    private static final int MOST_CANDIDATES = 16;
    private static final long PACE_NANOS = 50_000_000L;
    private static final long CONSENT_INTERVAL_NANOS = 5_000_000_000L;
    private static final long CONSENT_TIMEOUT_NANOS = 30_000_000_000L;
    private static final long TIE_BREAKER = -1;

    /// Peer-reflexive, one component (RFC 8445 §5.1.2.1).
    private static final long PRIORITY = (110L << 24) | (0xffffL << 8) | 255;

    private final IceCredentials local;
    private final IceCredentials remote;
    private final SplittableRandom random;
    private final RequestAnswerer answerer = new RequestAnswerer();
    private final Map<InetSocketAddress, RemoteCandidate> candidates = new LinkedHashMap<>();
    private State state = State.CHECKING;
    private @Nullable RemoteCandidate selected;
    private long paceNanos = Long.MIN_VALUE;
    private long consentUntilNanos;

    /// @param local our credentials, those in our description
    /// @param remote the peer's
    /// @param seed source of transaction ids and of the jitter of consent checks; a random number
    public IceControllingAgent(IceCredentials local, IceCredentials remote, long seed) {
        this.local = local;
        this.remote = remote;
        this.random = new SplittableRandom(seed);
    }

    /// Adds a candidate of the peer; it is checked at the next [#onTimer]. Duplicates, unresolved,
    /// wildcard and multicast addresses and port 0 are ignored, and so are those after the
    /// sixteenth.
    ///
    /// @return whether it was taken
    public boolean addRemoteCandidate(InetSocketAddress candidate) {
        return !candidate.isUnresolved()
                && candidate.getPort() != 0
                && !candidate.getAddress().isAnyLocalAddress()
                && !candidate.getAddress().isMulticastAddress()
                && add(candidate, Long.MIN_VALUE);
    }

    private boolean add(InetSocketAddress address, long dueNanos) {
        return candidates.size() < MOST_CANDIDATES
                && candidates.putIfAbsent(address, new RemoteCandidate(address, dueNanos)) == null;
    }

    /// Takes one STUN datagram; foreign bytes never throw.
    ///
    /// @param buffer lent for the call, unchanged
    public IceVerdict handle(
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress source,
            long nowNanos,
            IceOutput out) {
        StunDatagram.Parsed parsed = StunDatagram.parse(buffer, offset, length);
        StunDatagram message = parsed.datagram();
        if (message == null) {
            return parsed.verdict();
        }
        if (!message.binding()) {
            return IceVerdict.UNSUPPORTED_METHOD;
        }
        if (message.request()) {
            return request(message, source, nowNanos, out);
        }
        return message.success() || message.error()
                ? response(message, source, nowNanos, out)
                : IceVerdict.INDICATION;
    }

    private IceVerdict request(
            StunDatagram message, InetSocketAddress source, long nowNanos, IceOutput out) {
        RequestAnswerer.Source from =
                new RequestAnswerer.Source(
                        source, candidates.containsKey(source), nowNanos, out::send);
        IceVerdict verdict =
                answerer.answer(message, from, this::passwordOf, RequestAnswerer.CONTROLLING);
        if (verdict == IceVerdict.ANSWERED && state == State.CHECKING) {
            add(source, nowNanos);
            RemoteCandidate candidate = candidates.get(source);
            if (candidate != null) {
                candidate.trigger(nowNanos);
            }
        }
        return verdict;
    }

    private @Nullable String passwordOf(String ufrag) {
        return ufrag.equals(local.ufrag()) ? local.password() : null;
    }

    private IceVerdict response(
            StunDatagram message, InetSocketAddress source, long nowNanos, IceOutput out) {
        RemoteCandidate candidate = candidates.get(source);
        if (candidate == null || !candidate.asked(message.transactionId())) {
            return IceVerdict.UNEXPECTED_RESPONSE;
        }
        if (message.error()) {
            return IceVerdict.ERROR_RESPONSE;
        }
        if (!message.integrityMatches(remote.password())) {
            return IceVerdict.BAD_INTEGRITY;
        }
        if (state == State.CHECKING) {
            state = State.CONNECTED;
            selected = candidate;
            candidate.askAgainAt(nowNanos + consentInterval());
            out.validated(source);
            out.selected(source, true);
        }
        if (candidate == selected) {
            consentUntilNanos = nowNanos + CONSENT_TIMEOUT_NANOS;
        }
        return IceVerdict.RESPONSE_ACCEPTED;
    }

    /// Sends what is due: checks, retransmissions (RFC 8489 §6.2.1), consent every 5 s ± 20 %.
    public void onTimer(long nowNanos, IceOutput out) {
        RemoteCandidate pair = selected;
        if (state == State.CONNECTED && pair != null) {
            keepConsent(pair, nowNanos, out);
        } else if (state == State.CHECKING) {
            check(nowNanos, out);
        }
    }

    private void keepConsent(RemoteCandidate pair, long nowNanos, IceOutput out) {
        if (nowNanos >= consentUntilNanos) {
            state = State.FAILED;
        } else if (nowNanos >= pair.dueNanos()) {
            pair.begin(newTransactionId());
            send(pair, out);
            pair.askAgainAt(nowNanos + consentInterval());
        }
    }

    private void check(long nowNanos, IceOutput out) {
        if (nowNanos < paceNanos) {
            return;
        }
        RemoteCandidate candidate = mostOverdue();
        while (candidate != null && candidate.dueNanos() <= nowNanos && candidate.exhausted()) {
            candidate = mostOverdue();
        }
        if (candidate != null && candidate.dueNanos() <= nowNanos) {
            if (candidate.unanswered()) {
                candidate.begin(newTransactionId());
            }
            send(candidate, out);
            candidate.sent(nowNanos);
            paceNanos = nowNanos + PACE_NANOS;
        }
        if (candidate == null && !candidates.isEmpty()) {
            state = State.FAILED;
        }
    }

    private @Nullable RemoteCandidate mostOverdue() {
        RemoteCandidate first = null;
        for (RemoteCandidate candidate : candidates.values()) {
            if (!candidate.failed() && (first == null || candidate.dueNanos() < first.dueNanos())) {
                first = candidate;
            }
        }
        return first;
    }

    private void send(RemoteCandidate candidate, IceOutput out) {
        String username = remote.ufrag() + ":" + local.ufrag();
        byte[] bytes =
                StunWriter.check(
                        candidate.transactionId(),
                        username,
                        remote.password(),
                        PRIORITY,
                        TIE_BREAKER);
        out.send(bytes, 0, bytes.length, candidate.address());
    }

    private byte[] newTransactionId() {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return id;
    }

    private long consentInterval() {
        return random.nextLong(CONSENT_INTERVAL_NANOS * 4 / 5, CONSENT_INTERVAL_NANOS * 6 / 5);
    }

    /// When [#onTimer] is due next, in the caller's `nowNanos`; [Long#MAX_VALUE] for never, a time
    /// in the past for at once.
    public long nextDeadlineNanos() {
        RemoteCandidate pair = selected;
        if (state == State.CONNECTED && pair != null) {
            return Math.min(consentUntilNanos, pair.dueNanos());
        }
        if (state == State.FAILED) {
            return Long.MAX_VALUE;
        }
        RemoteCandidate first = mostOverdue();
        return first == null ? Long.MAX_VALUE : Math.max(first.dueNanos(), paceNanos);
    }

    /// The state.
    public State state() {
        return state;
    }

    /// The remote address of the selected pair.
    public Optional<InetSocketAddress> selectedRemote() {
        return Optional.ofNullable(selected).map(RemoteCandidate::address);
    }
}
