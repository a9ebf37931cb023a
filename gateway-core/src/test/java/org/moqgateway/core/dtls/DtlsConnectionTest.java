package org.moqgateway.core.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpProfile;
import org.moqgateway.core.srtp.SrtpSession;

class DtlsConnectionTest {

    private static final DtlsCertificate ONE = DtlsCertificate.generate();
    private static final DtlsCertificate TWO = DtlsCertificate.generate();
    private static final Duration SOON = Duration.ofSeconds(10);

    private final DtlsPeer client = new DtlsPeer();
    private final DtlsPeer server = new DtlsPeer();

    @Test
    void givesBothSidesTheSameKeysAndClosesInOrder() throws Exception {
        wire();
        start();
        SrtpKeyingMaterial ofClient = client.keys();
        SrtpKeyingMaterial ofServer = server.keys();

        assertThat(ofClient.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(ofClient.clientKey()).isEqualTo(ofServer.clientKey());
        assertThat(ofClient.serverKey()).isEqualTo(ofServer.serverKey());
        byte[] packet = new byte[100];
        packet[0] = (byte) 0x80;
        int length = new SrtpSession(ofClient, true).protectRtp(packet, 0, 60);
        assertThat(new SrtpSession(ofServer, false).unprotectRtp(packet, 0, length)).isEqualTo(60);

        client.connection().close();
        assertThat(client.next()).isEqualTo(new DtlsPeer.Closed(false));
        assertThat(server.next()).isEqualTo(new DtlsPeer.Closed(true));
        assertEnded();
        byte[] lateAlert =
                Arrays.copyOf(new byte[] {21, -2, -3, 0, 1, 0, 0, 0, 0, 0, 9, 0, 24}, 37);
        assertThat(client.offer(lateAlert)).isEqualTo(DtlsVerdict.CLOSED);
    }

    @Test
    void warmsUpByAHandshakeWithItself() {
        assertThat(DtlsConnection.warmUp(ONE)).isTrue();
    }

    @Test
    void completesOverALossyReorderingWire() throws Exception {
        client.wire(lossy(server));
        server.wire(lossy(client));
        start();
        assertThat(client.keys().serverSalt()).isEqualTo(server.keys().serverSalt());
        closeBoth();
    }

    @Test
    void takesAnyOfSeveralFingerprintsAndAnyUnderstoodHash() throws Exception {
        DtlsFingerprint wrong = new DtlsFingerprint("sha-256", "00:11");
        DtlsFingerprint sha512 = fingerprint("SHA-512", TWO);
        wire();
        server.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, fingerprint("SHA-384", ONE)));
        client.start(
                new DtlsSettings(
                        DtlsRole.CLIENT,
                        ONE,
                        List.of(wrong, sha512),
                        SOON,
                        Duration.ofMillis(50),
                        1200));
        assertThat(client.keys().profile()).isEqualTo(server.keys().profile());
        closeBoth();
    }

    @Test
    void refusesAServerWithAnotherCertificate() throws Exception {
        wire();
        server.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, ONE.fingerprint()));
        client.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, ONE.fingerprint()));
        assertThat(client.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.FINGERPRINT_MISMATCH));
        assertThat(server.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.PEER_ALERT));
        assertEnded();
    }

    @Test
    void refusesAClientWithAnotherCertificate() throws Exception {
        wire();
        server.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, TWO.fingerprint()));
        client.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, TWO.fingerprint()));
        assertThat(server.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.FINGERPRINT_MISMATCH));
        assertThat(client.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.PEER_ALERT));
        assertEnded();
    }

    @Test
    void doesNotTakeAFingerprintByAWeakHash() throws Exception {
        wire();
        server.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, ONE.fingerprint()));
        client.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, fingerprint("SHA-1", TWO)));
        assertThat(client.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.FINGERPRINT_MISMATCH));
        closeBoth();
    }

    @Test
    void givesUpAtTheDeadline() throws Exception {
        server.start(
                new DtlsSettings(
                        DtlsRole.SERVER,
                        TWO,
                        List.of(ONE.fingerprint()),
                        Duration.ofMillis(200),
                        Duration.ofMillis(50),
                        1200));
        assertThat(server.next()).isEqualTo(new DtlsPeer.Failed(DtlsFailure.TIMED_OUT));
        server.connection().awaitEnd(SOON);
    }

    @Test
    void endsAtOnceWhenClosedDuringTheHandshake() throws Exception {
        client.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, TWO.fingerprint()));
        client.connection().close();
        assertThat(client.next()).isEqualTo(new DtlsPeer.Closed(false));
        assertThat(client.connection().awaitEnd(SOON)).isTrue();
    }

    @Test
    void survivesLyingFragmentsDuringTheHandshake() throws Exception {
        wire();
        server.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, ONE.fingerprint()));
        for (int i = 0; i < 300; i++) {
            byte[] lie = DtlsGuardTest.fragment(1, 0xfffff0, i, 0, 100);
            assertThat(server.offer(DtlsGuardTest.record(22, 0, lie)))
                    .isEqualTo(DtlsVerdict.MESSAGE_TOO_LONG);
        }
        client.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, TWO.fingerprint()));
        assertThat(client.keys().serverKey()).isEqualTo(server.keys().serverKey());
        closeBoth();
    }

    /// Every flight is mutated once in a while; each connection must end, one way or the other.
    @Test
    void endsWithAReasonWhateverTheFlightsSay() throws Exception {
        Random random = new Random(77);
        for (int round = 0; round < 60; round++) {
            DtlsPeer from = new DtlsPeer();
            DtlsPeer to = new DtlsPeer();
            AtomicInteger countdown = new AtomicInteger(random.nextInt(6));
            from.wire(datagram -> to.offer(mutate(datagram, random, countdown)));
            to.wire(datagram -> from.offer(mutate(datagram, random, countdown)));
            to.start(brief(DtlsRole.SERVER, TWO, ONE));
            from.start(brief(DtlsRole.CLIENT, ONE, TWO));
            assertThat(from.next()).isNotNull();
            assertThat(to.next()).isNotNull();
            from.connection().close();
            to.connection().close();
            assertThat(from.connection().awaitEnd(SOON)).isTrue();
            assertThat(to.connection().awaitEnd(SOON)).isTrue();
        }
    }

    @Test
    void leavesNoThreadAfterTwoHundredHandshakes() throws Exception {
        List<DtlsPeer> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            DtlsPeer from = new DtlsPeer();
            DtlsPeer to = new DtlsPeer();
            from.wire(to::offer);
            to.wire(from::offer);
            to.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, ONE.fingerprint()));
            from.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, TWO.fingerprint()));
            assertThat(from.keys().clientKey()).isEqualTo(to.keys().clientKey());
            all.add(from);
            all.add(to);
        }
        for (DtlsPeer peer : all) {
            peer.connection().close();
        }
        for (DtlsPeer peer : all) {
            assertThat(peer.connection().awaitEnd(SOON)).isTrue();
        }
    }

    private static DtlsSettings brief(DtlsRole role, DtlsCertificate own, DtlsCertificate peer) {
        return new DtlsSettings(
                role,
                own,
                List.of(peer.fingerprint()),
                Duration.ofMillis(400),
                Duration.ofMillis(30),
                1200);
    }

    private static byte[] mutate(byte[] datagram, Random random, AtomicInteger countdown) {
        if (countdown.getAndDecrement() == 0) {
            byte[] mutated = datagram.clone();
            mutated[13 + random.nextInt(mutated.length - 13)] ^= (byte) (1 << random.nextInt(8));
            return mutated;
        }
        return datagram;
    }

    /// Loses the first, the fifth and the eighth datagram, and brings the third after the fourth.
    private static Consumer<byte[]> lossy(DtlsPeer to) {
        AtomicInteger count = new AtomicInteger();
        byte[][] held = new byte[1][0];
        return datagram -> {
            switch (count.incrementAndGet()) {
                case 1, 5, 8 -> {}
                case 3 -> held[0] = datagram;
                case 4 -> {
                    to.offer(datagram);
                    to.offer(held[0]);
                }
                default -> to.offer(datagram);
            }
        };
    }

    private void wire() {
        client.wire(server::offer);
        server.wire(client::offer);
    }

    private void start() {
        server.start(DtlsPeer.settings(DtlsRole.SERVER, TWO, ONE.fingerprint()));
        client.start(DtlsPeer.settings(DtlsRole.CLIENT, ONE, TWO.fingerprint()));
    }

    private void closeBoth() throws InterruptedException {
        client.connection().close();
        server.connection().close();
        assertEnded();
    }

    private void assertEnded() throws InterruptedException {
        assertThat(client.connection().awaitEnd(SOON)).isTrue();
        assertThat(server.connection().awaitEnd(SOON)).isTrue();
    }

    private static DtlsFingerprint fingerprint(String algorithm, DtlsCertificate certificate)
            throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate.encoded());
        return new DtlsFingerprint(
                algorithm, HexFormat.ofDelimiter(":").formatHex(digest).toLowerCase(Locale.ROOT));
    }
}
