package org.moqgateway.core.ice;

import org.ice4j.attribute.Attribute;

/// Which of the two agents has the last word on pairs (RFC 8445 §6.1.1), and what settles a quarrel
/// about that. One thread.
final class IceRole {

    private final long tieBreaker;
    private boolean controlling = true;

    /// Controlling, until told otherwise.
    ///
    /// @param tieBreaker a random number
    IceRole(long tieBreaker) {
        this.tieBreaker = tieBreaker;
    }

    boolean controlling() {
        return controlling;
    }

    long tieBreaker() {
        return tieBreaker;
    }

    /// For [CheckLists#role].
    void take(boolean nowControlling) {
        controlling = nowControlling;
    }

    /// Whether a request of the peer claims the role that is ours.
    boolean isClaimed(StunDatagram request) {
        return request.has(ours());
    }

    private char ours() {
        return controlling ? Attribute.ICE_CONTROLLING : Attribute.ICE_CONTROLLED;
    }

    /// Whether we keep the role that a request claims: of two with one role the greater tie-breaker
    /// has its way (RFC 8445 §7.3.1.1).
    boolean isKept(StunDatagram request) {
        boolean greater = Long.compareUnsigned(tieBreaker, request.tieBreaker(ours())) >= 0;
        return greater == controlling;
    }
}
