package org.moqgateway.core.dtls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;

/// One handshake of a certificate with itself, in memory.
final class SelfHandshake {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MTU = 1200;

    private final DtlsCertificate certificate;

    SelfHandshake(DtlsCertificate certificate) {
        this.certificate = certificate;
    }

    /// Tells whether both ends got their keys. Blocks.
    boolean run() {
        End client = new End();
        End server = new End();
        client.other = server;
        server.other = client;
        server.start(settings(DtlsRole.SERVER));
        client.start(settings(DtlsRole.CLIENT));
        try (DtlsConnection one = client.started();
                DtlsConnection two = server.started()) {
            return client.succeeds() && server.succeeds() && one != two;
        }
    }

    private DtlsSettings settings(DtlsRole role) {
        return new DtlsSettings(
                role, certificate, List.of(certificate.fingerprint()), DEADLINE, DEADLINE, MTU);
    }

    private static final class End implements DtlsListener {

        private final CompletableFuture<DtlsConnection> connection = new CompletableFuture<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean succeeded;
        private volatile @Nullable End other;

        void start(DtlsSettings settings) {
            connection.complete(DtlsConnection.start(settings, this));
        }

        DtlsConnection started() {
            return connection.join();
        }

        boolean succeeds() {
            try {
                return over.await(DEADLINE.toSeconds(), TimeUnit.SECONDS) && succeeded;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void send(byte[] datagram) {
            End to = other;
            if (to != null) {
                to.started().offer(datagram, 0, datagram.length);
            }
        }

        @Override
        public void established(SrtpKeyingMaterial keys) {
            succeeded = true;
            over.countDown();
        }

        @Override
        public void failed(DtlsFailure reason, String detail) {
            over.countDown();
        }

        @Override
        public void closed(boolean byPeer) {
            over.countDown();
        }
    }
}
