package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;

/// The client's end: a socket of its own, ICE controlling.
final class ControllingPeer extends TransportPeer {

    private volatile IceControllingAgent ice;

    ControllingPeer(
            DtlsRole role,
            DtlsCertificate certificate,
            DtlsFingerprint peerFingerprint,
            IceControllingAgent ice) {
        super(role, certificate, peerFingerprint);
        this.ice = ice;
    }

    static IceControllingAgent agent(IceCredentials remote, InetSocketAddress candidate) {
        IceControllingAgent agent =
                new IceControllingAgent(IceCredentials.random(), remote, System.nanoTime());
        agent.addRemoteCandidate(candidate);
        return agent;
    }

    /// Goes on with this agent, after a move or a restart; what was agreed before stays.
    void use(IceControllingAgent next) {
        loop().execute(
                        () -> {
                            ice = next;
                            timer(next);
                        });
    }

    @Override
    public void attached(MediaLoop loop, PacketSender sender) {
        super.attached(loop, sender);
        timer(ice);
    }

    private void timer(IceControllingAgent agent) {
        if (agent == ice) {
            long now = System.nanoTime();
            agent.onTimer(now, this);
            long due = agent.nextDeadlineNanos();
            if (due != Long.MAX_VALUE) {
                loop().schedule(() -> timer(agent), Math.max(1_000_000, due - now));
            }
        }
    }

    @Override
    void stun(byte[] buffer, int offset, int length, InetSocketAddress source, long now) {
        ice.handle(buffer, offset, length, source, now, this);
    }
}
