package org.moqgateway.core.webrtc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsConnection;
import org.moqgateway.core.dtls.DtlsFailure;
import org.moqgateway.core.dtls.DtlsListener;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.dtls.DtlsSettings;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pays for first use before the first peer comes: one STUN check and one DTLS handshake with
/// ourselves, in memory, and the SRTP ciphers. Cold, the libraries behind them take most of a second
/// to load, which would be the first publisher's.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private WarmUp() {}

    /// Returns when everything is warm, or after five seconds at most. Never fails: what does not
    /// work here is reported by the first session that needs it.
    static void run(DtlsCertificate certificate) {
        SrtpSession.warmUp();
        check();
        handshake(certificate);
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
                new Crossing() {
                    @Override
                    public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {
                        lite.handle(buffer, offset, length, address, 0, new Crossing());
                    }
                });
    }

    /// Takes what an agent says without a network.
    private static class Crossing implements IceOutput {
        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress to) {}

        @Override
        public void validated(InetSocketAddress address) {}

        @Override
        public void selected(InetSocketAddress address, boolean nominated) {}

        @Override
        public void restarted(String oldUfrag) {}
    }

    private static void handshake(DtlsCertificate certificate) {
        CountDownLatch done = new CountDownLatch(2);
        Side server = new Side(done);
        Side client = new Side(done);
        server.other = client;
        client.other = server;
        DtlsConnection accepting = server.start(DtlsRole.SERVER, certificate);
        DtlsConnection dialling = client.start(DtlsRole.CLIENT, certificate);
        try {
            if (!done.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the DTLS handshake with ourselves took longer than {}", DEADLINE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            dialling.close();
            accepting.close();
        }
    }

    /// One end of the handshake with ourselves.
    private static final class Side implements DtlsListener {
        private final CountDownLatch done;
        private volatile @Nullable Side other;
        private volatile @Nullable DtlsConnection connection;

        Side(CountDownLatch done) {
            this.done = done;
        }

        DtlsConnection start(DtlsRole role, DtlsCertificate certificate) {
            DtlsConnection started =
                    DtlsConnection.start(
                            DtlsSettings.of(
                                    role, certificate, List.of(certificate.fingerprint())),
                            this);
            connection = started;
            return started;
        }

        @Override
        public void send(byte[] datagram) {
            Side peer = other;
            DtlsConnection target = peer == null ? null : peer.connection;
            if (target != null) {
                target.offer(datagram, 0, datagram.length);
            }
        }

        @Override
        public void established(SrtpKeyingMaterial keys) {
            done.countDown();
        }

        @Override
        public void failed(DtlsFailure reason, String detail) {
            done.countDown();
        }

        @Override
        public void closed(boolean byPeer) {}
    }
}
