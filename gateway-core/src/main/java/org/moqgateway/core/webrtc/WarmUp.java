package org.moqgateway.core.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsConnection;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.srtp.SrtpSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pays for first use before the first peer comes: one STUN check and one DTLS handshake with
/// ourselves, in memory, and the SRTP ciphers. Cold, the libraries behind them take a second or two
/// to load, which would be the first publisher's.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    /// Returns when everything is warm. Never fails: what does not work here is logged, and told by
    /// the first session that needs it.
    static void run(DtlsCertificate certificate) {
        Thread ciphers = Thread.ofPlatform().name("warm-up").start(SrtpSession::warmUp);
        check();
        if (!DtlsConnection.warmUp(certificate)) {
            LOG.warn("the DTLS handshake with ourselves failed: no session will connect");
        }
        try {
            ciphers.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check() {
        IceCredentials client = IceCredentials.random();
        IceCredentials server = IceCredentials.random();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        IceLiteAgent lite = new IceLiteAgent(server);
        IceControllingAgent controlling = new IceControllingAgent(client, server, 1);
        controlling.addRemoteCandidate(address);
        controlling.onTimer(
                0,
                new Nowhere() {
                    @Override
                    public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {
                        lite.handle(buffer, offset, length, address, 0, new Nowhere());
                    }
                });
    }

    /// Takes what an agent says without a network.
    private static class Nowhere implements IceOutput {
        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {}

        @Override
        public void validated(InetSocketAddress address) {}

        @Override
        public void selected(InetSocketAddress address, boolean nominated) {}

        @Override
        public void restarted(String oldUfrag) {}
    }
}
