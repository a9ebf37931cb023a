package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// The part of a Binding request's handling that both agents share: who asks, may they, what is
/// wrong with it (RFC 8489 §9.1.3, RFC 8445 §7.3.1).
final class RequestAnswerer {

    private final RequestBudget budget = new RequestBudget();

    /// Whose password a ufrag of ours has; null if the ufrag is not ours.
    interface Passwords {
        @Nullable String passwordOf(String ufrag);
    }

    /// Whether an authentic request claims a role that we do not leave to the peer.
    interface Roles {
        boolean refuses(StunDatagram request);
    }

    /// Answers the request and says what became of it: [IceVerdict#ANSWERED] if it was good.
    ///
    /// @param conflicting the role attribute that only our own side may carry
    IceVerdict answer(StunDatagram request, Source source, Passwords passwords, char conflicting) {
        return answer(request, source, passwords, message -> message.has(conflicting));
    }

    /// The same where roles are negotiated.
    IceVerdict answer(StunDatagram request, Source source, Passwords passwords, Roles roles) {
        String ufrag = request.receiverUfrag();
        if (ufrag == null || !request.hasIntegrity()) {
            return refuse(request, source, StunWriter.BAD_REQUEST, IceVerdict.UNAUTHENTICATED);
        }
        String password = passwords.passwordOf(ufrag);
        if (password == null) {
            return refuse(request, source, StunWriter.UNAUTHENTICATED, IceVerdict.UNKNOWN_USERNAME);
        }
        if (!request.integrityMatches(password)) {
            return refuse(request, source, StunWriter.UNAUTHENTICATED, IceVerdict.BAD_INTEGRITY);
        }
        if (request.unknownAttributes().length > 0) {
            source.reply(
                    StunWriter.error(request, StunWriter.UNKNOWN_ATTRIBUTE, password),
                    request.length());
            return IceVerdict.UNKNOWN_ATTRIBUTE;
        }
        if (roles.refuses(request)) {
            source.reply(
                    StunWriter.error(request, StunWriter.ROLE_CONFLICT, password),
                    request.length());
            return IceVerdict.ROLE_CONFLICT;
        }
        byte[] answer = StunWriter.success(request, source.address(), password);
        source.way().send(answer, 0, answer.length, source.address());
        return IceVerdict.ANSWERED;
    }

    /// Every request is looked at, lest a flood of bad ones hide a good one; but few are answered.
    private IceVerdict refuse(StunDatagram request, Source source, char code, IceVerdict verdict) {
        if (!source.known() && !budget.left(source.nowNanos())) {
            return IceVerdict.RATE_LIMITED;
        }
        budget.spend();
        source.reply(StunWriter.error(request, code, null), request.length());
        return verdict;
    }

    /// Sends a datagram.
    interface Way {
        void send(byte[] buffer, int offset, int length, InetSocketAddress destination);
    }

    /// Where a datagram came from, and the way back.
    ///
    /// @param known whether it is no stranger, whose errors are answered without a bound: it has
    ///     sent an authentic request before or, where pairs are formed, there is a pair with it
    record Source(InetSocketAddress address, boolean known, long nowNanos, Way way) {

        /// Sends an error, unless it would be longer than what caused it: the source may be forged.
        void reply(byte[] error, int requestBytes) {
            if (error.length <= requestBytes) {
                way.send(error, 0, error.length, address);
            }
        }
    }

    /// ICE-CONTROLLED, which no peer of a controlled agent may send.
    static final char CONTROLLED = Attribute.ICE_CONTROLLED;

    /// ICE-CONTROLLING, which no peer of a controlling agent may send.
    static final char CONTROLLING = Attribute.ICE_CONTROLLING;
}
