package org.moqgateway.core.peer;

import java.net.InetSocketAddress;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.ice.IceVerdict;

/// The ICE agent of a peer connection: lite for the server roles, full for those that dial, a small
/// controlling one for load generators.
public sealed interface IceSide {
    /// Takes one STUN datagram.
    IceVerdict handle(Datagram datagram, IceOutput out);

    /// Does what is due.
    void onTimer(long nowNanos, IceOutput out);

    /// When [#onTimer] is due; [Long#MAX_VALUE] for never.
    long nextDeadlineNanos();

    /// Whether the agent has given the peer up: no candidate answers, or none does any more.
    default boolean failed() {
        return false;
    }

    /// One received datagram, lent.
    ///
    /// @param buffer its buffer
    /// @param offset where it starts
    /// @param length its length in bytes
    /// @param source where it came from
    /// @param nowNanos when
    @SuppressWarnings("ArrayRecordComponent")
    record Datagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {}

    /// Answers checks, sends none.
    ///
    /// @param agent the agent
    record Lite(IceLiteAgent agent) implements IceSide {
        @Override
        public IceVerdict handle(Datagram in, IceOutput out) {
            return agent.handle(
                    in.buffer(), in.offset(), in.length(), in.source(), in.nowNanos(), out);
        }

        @Override
        public void onTimer(long nowNanos, IceOutput out) {
            // A lite agent has no timers (RFC 8445 §2.5).
        }

        @Override
        public long nextDeadlineNanos() {
            return Long.MAX_VALUE;
        }
    }

    /// Checks the remote candidates and nominates.
    ///
    /// @param agent the agent
    record Controlling(IceControllingAgent agent) implements IceSide {
        @Override
        public IceVerdict handle(Datagram in, IceOutput out) {
            return agent.handle(
                    in.buffer(), in.offset(), in.length(), in.source(), in.nowNanos(), out);
        }

        @Override
        public void onTimer(long nowNanos, IceOutput out) {
            agent.onTimer(nowNanos, out);
        }

        @Override
        public boolean failed() {
            return agent.state() == IceControllingAgent.State.FAILED;
        }

        @Override
        public long nextDeadlineNanos() {
            return agent.nextDeadlineNanos();
        }
    }

    /// Full ICE, of a transport that does everything itself: it reads STUN before the connection
    /// sees it, has its own timers, and tells by [PeerConnection#reached],
    /// [PeerConnection#heard] and [PeerConnection#close] what comes of it.
    record Full() implements IceSide {
        @Override
        public IceVerdict handle(Datagram in, IceOutput out) {
            return IceVerdict.UNEXPECTED_RESPONSE;
        }

        @Override
        public void onTimer(long nowNanos, IceOutput out) {
            // The transport's timers do it.
        }

        @Override
        public long nextDeadlineNanos() {
            return Long.MAX_VALUE;
        }
    }
}
