package org.moqgateway.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {

    private static final int SSRC = 0xcafebabe;
    private static final int OFFSET = 7;

    private final byte[] buffer = new byte[1600];

    @BeforeAll
    static void warmUp() {
        SrtpSession.warmUp();
    }

    /// Origin: the self-test of libsrtp (`srtp_validate` and `srtp_validate_gcm` in
    /// `test/srtp_driver.c`).
    @Test
    void agreesWithTheVectorsOfLibsrtp() {
        String packet = "800f1234decafbadcafebabeabababababababababababababababab";
        assertThat(
                        protect(
                                SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                                "e1f97a0d3e018be0d64fa32c06de4139",
                                "0ec675ad498afeebb6960b3aabe6",
                                packet))
                .isEqualTo(
                        "800f1234decafbadcafebabe"
                                + "4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
        assertThat(
                        protect(
                                SrtpProfile.AEAD_AES_128_GCM,
                                "000102030405060708090a0b0c0d0e0f",
                                "a0a1a2a3a4a5a6a7a8a9aaab",
                                packet))
                .isEqualTo(
                        "800f1234decafbadcafebabe"
                            + "c5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392");
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void agreesWithTheReferenceOverARollover(SrtpProfile profile) {
        SrtpKeyingMaterial keys = keys(profile);
        SrtpSession client = new SrtpSession(keys, true);
        long index = 0xfff0;
        for (int i = 0; i < 40; i++, index++) {
            byte[] packet = rtp(SSRC, (int) index, 30 + i);
            assertThat(protectRtp(client, packet))
                    .isEqualTo(
                            ReferenceSrtp.protectRtp(
                                    profile, keys.clientKey(), keys.clientSalt(), index, packet));
            byte[] report = rtcp(SSRC, 24 + i * 4);
            assertThat(protectRtcp(client, report))
                    .isEqualTo(
                            ReferenceSrtp.protectRtcp(
                                    profile, keys.clientKey(), keys.clientSalt(), i, report));
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void carriesBothDirectionsInPlace(SrtpProfile profile) {
        SrtpSession client = new SrtpSession(keys(profile), true);
        SrtpSession server = new SrtpSession(keys(profile), false);
        byte[] packet = rtp(SSRC, 7, 900);
        byte[] report = rtcp(SSRC, 64);

        assertThat(unprotectRtp(server, protectRtp(client, packet))).isEqualTo(packet);
        assertThat(unprotectRtp(client, protectRtp(server, packet))).isEqualTo(packet);
        assertThat(unprotectRtcp(server, protectRtcp(client, report))).isEqualTo(report);
        assertThat(unprotectRtcp(client, protectRtcp(server, report))).isEqualTo(report);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void protectsTheSamePacketAgainBitForBit(SrtpProfile profile) {
        SrtpSession client = new SrtpSession(keys(profile), true);
        byte[][] first = new byte[100][];
        for (int i = 0; i < 100; i++) {
            first[i] = protectRtp(client, rtp(SSRC, 0xffc0 + i, 200));
            for (int back : new int[] {0, 0, 0, Math.min(1, i), i / 2, i}) {
                assertThat(protectRtp(client, rtp(SSRC, 0xffc0 + i - back, 200)))
                        .isEqualTo(first[i - back]);
            }
        }
        byte[] next = rtp(SSRC, 0xffc0 + 100, 200);
        SrtpKeyingMaterial keys = keys(profile);
        assertThat(protectRtp(client, next))
                .isEqualTo(
                        ReferenceSrtp.protectRtp(
                                profile, keys.clientKey(), keys.clientSalt(), 0xffc0 + 100, next));
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void dropsReplaysAndWhatIsTooOld(SrtpProfile profile) {
        SrtpSession client = new SrtpSession(keys(profile), true);
        SrtpSession server = new SrtpSession(keys(profile), false);
        byte[] late = protectRtp(client, rtp(SSRC, 999, 50));
        byte[] later = protectRtp(client, rtp(SSRC, 1000, 50));
        byte[] report = protectRtcp(client, rtcp(SSRC, 32));
        assertThat(receiveRtp(server, later)).isPositive();
        for (int i = 1; i < 1000; i++) {
            assertThat(receiveRtp(server, protectRtp(client, rtp(SSRC, 1000 + i, 50))))
                    .isPositive();
        }

        assertThat(receiveRtp(server, later)).isEqualTo(SrtpError.REPLAYED.code());
        assertThat(receiveRtp(server, late)).isPositive();
        for (int i = 1000; i < 1200; i++) {
            receiveRtp(server, protectRtp(client, rtp(SSRC, 1000 + i, 50)));
        }
        assertThat(receiveRtp(server, later)).isEqualTo(SrtpError.TOO_OLD.code());
        assertThat(receiveRtcp(server, report)).isPositive();
        assertThat(receiveRtcp(server, report)).isEqualTo(SrtpError.REPLAYED.code());
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void recoversWhenMoreThanHalfTheSequenceNumbersWereLost(SrtpProfile profile) {
        SrtpSession client = new SrtpSession(keys(profile), true);
        SrtpSession server = new SrtpSession(keys(profile), false);
        int last = 100;
        assertThat(receiveRtp(server, protectRtp(client, rtp(SSRC, last, 50)))).isPositive();
        for (int jump : new int[] {0x8000 + 77, 0xfff0, 0x10000 + 5, 3}) {
            byte[] replay = protectRtp(client, rtp(SSRC, last, 50));
            for (int i = 1; i <= jump; i += 0x4000) {
                protectRtp(client, rtp(SSRC, last + i, 50));
            }
            last += jump;
            int lost = 0;
            while (receiveRtp(server, protectRtp(client, rtp(SSRC, last, 50))) < 0) {
                last++;
                assertThat(++lost).isLessThanOrEqualTo(RtpReceiver.RESYNC_INTERVAL);
            }
            assertThat(receiveRtp(server, replay)).isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void outlivesAHundredThousandForgedPackets(SrtpProfile profile) {
        SrtpSession client = new SrtpSession(keys(profile), true);
        SrtpSession server = new SrtpSession(keys(profile), false);
        Random random = new Random(5);
        assertThat(receiveRtp(server, protectRtp(client, rtp(SSRC, 1, 20)))).isPositive();
        for (int i = 0; i < 100_000; i++) {
            int ssrc = (i & 1) == 0 ? SSRC : random.nextInt();
            byte[] forged = rtp(ssrc, random.nextInt(), 40);
            assertThat(receiveRtp(server, forged)).isNegative();
        }
        byte[] forgedReport = rtcp(SSRC, 60);
        forgedReport[forgedReport.length - 4] = (byte) 0x80;
        forgedReport[forgedReport.length - 14] = (byte) 0x80;
        assertThat(receiveRtcp(server, forgedReport)).isNegative();

        assertThat(receiveRtp(server, protectRtp(client, rtp(SSRC, 2, 20)))).isPositive();
        assertThat(receiveRtp(server, protectRtp(client, rtp(SSRC + 1, 2, 20)))).isPositive();
        assertThat(receiveRtcp(server, protectRtcp(client, rtcp(SSRC, 32)))).isPositive();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void refusesEveryStrictPrefixAndMutation(SrtpProfile profile) {
        SrtpSession client = new SrtpSession(keys(profile), true);
        SrtpSession server = new SrtpSession(keys(profile), false);
        byte[] packet = protectRtp(client, rtp(SSRC, 9, 60));
        byte[] report = protectRtcp(client, rtcp(SSRC, 60));
        for (int length = 0; length < packet.length; length++) {
            assertThat(receiveRtp(server, Arrays.copyOf(packet, length))).isNegative();
        }
        for (int length = 0; length < report.length; length++) {
            assertThat(receiveRtcp(server, Arrays.copyOf(report, length))).isNegative();
        }
        Random random = new Random(11);
        for (int i = 0; i < 5000; i++) {
            assertThat(receiveRtp(server, mutate(packet, random))).isNegative();
            assertThat(receiveRtcp(server, mutate(report, random))).isNegative();
        }
        assertThat(receiveRtp(server, packet)).isPositive();
        assertThat(receiveRtcp(server, report)).isPositive();
    }

    @Test
    void refusesToSendWhatIsNoRtpOrHasNoRoom() {
        SrtpSession client = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM), true);
        byte[] tight = rtp(SSRC, 1, 40);
        byte[] extensionLies = rtp(SSRC, 1, 40);
        extensionLies[0] |= 0x10;
        assertThat(client.protectRtp(tight, 0, tight.length)).isEqualTo(SrtpError.NO_ROOM.code());
        assertThat(client.protectRtcp(tight, 0, 40)).isEqualTo(SrtpError.NO_ROOM.code());
        assertThat(client.protectRtp(new byte[64], 0, 40)).isEqualTo(SrtpError.MALFORMED.code());
        assertThat(client.protectRtp(Arrays.copyOf(extensionLies, 100), 0, extensionLies.length))
                .isEqualTo(SrtpError.MALFORMED.code());
        assertThat(client.protectRtp(tight, 0, 11)).isEqualTo(SrtpError.MALFORMED.code());
    }

    @Test
    void boundsTheNumberOfSources() {
        SrtpSession client = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM), true);
        SrtpSession other = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM), true);
        SrtpSession server = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM), false);
        for (int i = 0; i < SsrcTable.CAPACITY; i++) {
            assertThat(receiveRtp(server, protectRtp(client, rtp(i * 31, 1, 20)))).isPositive();
            assertThat(receiveRtcp(server, protectRtcp(client, rtcp(i * 31, 20)))).isPositive();
        }
        byte[] oneMore = rtp(77_777, 1, 20);
        assertThat(client.protectRtp(Arrays.copyOf(oneMore, 60), 0, 32))
                .isEqualTo(SrtpError.TOO_MANY_SOURCES.code());
        assertThat(receiveRtp(server, protectRtp(other, oneMore)))
                .isEqualTo(SrtpError.TOO_MANY_SOURCES.code());
        assertThat(receiveRtp(server, protectRtp(client, rtp(31, 2, 20)))).isPositive();
    }

    @Test
    void everyCodeNamesItsError() {
        for (SrtpError error : SrtpError.values()) {
            assertThat(SrtpError.of(error.code())).isEqualTo(error);
        }
    }

    private String protect(SrtpProfile profile, String key, String salt, String packet) {
        HexFormat hex = HexFormat.of();
        byte[] masterKey = hex.parseHex(key);
        byte[] masterSalt = hex.parseHex(salt);
        SrtpKeyingMaterial keys =
                new SrtpKeyingMaterial(profile, masterKey, masterSalt, masterKey, masterSalt);
        return hex.formatHex(protectRtp(new SrtpSession(keys, true), hex.parseHex(packet)));
    }

    private static SrtpKeyingMaterial keys(SrtpProfile profile) {
        byte[] exported = new byte[2 * (profile.keyBytes() + profile.saltBytes())];
        new Random(3).nextBytes(exported);
        return SrtpKeyingMaterial.fromExporter(profile, exported);
    }

    private static byte[] mutate(byte[] packet, Random random) {
        byte[] mutated = packet.clone();
        mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
        return mutated;
    }

    private static byte[] rtp(int ssrc, int sequenceNumber, int payloadBytes) {
        byte[] packet = new byte[12 + payloadBytes];
        new Random(sequenceNumber).nextBytes(packet);
        ByteBuffer.wrap(packet)
                .putShort((short) 0x8060)
                .putShort((short) sequenceNumber)
                .putInt(sequenceNumber * 3000)
                .putInt(ssrc);
        return packet;
    }

    private static byte[] rtcp(int ssrc, int length) {
        byte[] packet = new byte[length];
        ByteBuffer.wrap(packet).putInt(0x80c90000 | (length / 4 - 1)).putInt(ssrc);
        return packet;
    }

    private byte[] protectRtp(SrtpSession session, byte[] packet) {
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return taken(session.protectRtp(buffer, OFFSET, packet.length));
    }

    private byte[] protectRtcp(SrtpSession session, byte[] packet) {
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return taken(session.protectRtcp(buffer, OFFSET, packet.length));
    }

    private byte[] unprotectRtp(SrtpSession session, byte[] packet) {
        return taken(receiveRtp(session, packet));
    }

    private byte[] unprotectRtcp(SrtpSession session, byte[] packet) {
        return taken(receiveRtcp(session, packet));
    }

    private int receiveRtp(SrtpSession session, byte[] packet) {
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return session.unprotectRtp(buffer, OFFSET, packet.length);
    }

    private int receiveRtcp(SrtpSession session, byte[] packet) {
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return session.unprotectRtcp(buffer, OFFSET, packet.length);
    }

    private byte[] taken(int length) {
        assertThat(length).isPositive();
        return Arrays.copyOfRange(buffer, OFFSET, OFFSET + length);
    }
}
