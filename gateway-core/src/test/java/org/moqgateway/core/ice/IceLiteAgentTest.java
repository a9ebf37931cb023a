package org.moqgateway.core.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceLiteAgentTest {

    private static final IceCredentials LOCAL =
            new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
    private static final IceCredentials NEXT = new IceCredentials("next", "0123456789012345678901");
    private static final InetSocketAddress A = address("192.0.2.1", 32853);
    private static final InetSocketAddress B = address("2001:db8::1", 40000);
    private static final long SECOND = 1_000_000_000L;

    private final IceLiteAgent agent = new IceLiteAgent(LOCAL);
    private final RecordingIceOutput out = new RecordingIceOutput();

    /// RFC 5769 §2.1, the sample request.
    private static final byte[] SAMPLE_REQUEST =
            HexFormat.of()
                    .parseHex(
                            "000100582112a442b7e7a701bc34d686fa87dfae"
                                    + "802200105354554e207465737420636c69656e74"
                                    + "002400046e0001ff"
                                    + "80290008932ff9b151263b36"
                                    + "000600096576746a3a68367659202020"
                                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                                    + "80280004e57a3bcf");

    /// The sample has ICE-CONTROLLED, so it must pass authentication and then be a role conflict.
    @Test
    void authenticatesTheSampleOfRfc5769AndSeesTheRoleConflict() {
        assertThat(handle(SAMPLE_REQUEST, A)).isEqualTo(IceVerdict.ROLE_CONFLICT);
        assertThat(out.lastType()).isEqualTo(0x0111);
        assertThat(hex(out.lastSent())).contains("00000457");
    }

    @Test
    void answersAnAuthenticRequestWithTheMappedAddress() {
        assertThat(handle(good(LOCAL).bytes(), A)).isEqualTo(IceVerdict.ANSWERED);

        byte[] answer = out.lastSent();
        assertThat(out.lastType()).isEqualTo(0x0101);
        // RFC 5769 §2.2: the same transaction id and address give the same attribute.
        assertThat(hex(answer)).startsWith("0101").contains("002000080001a147e112a643");
        StunDatagram parsed =
                Objects.requireNonNull(StunDatagram.parse(answer, 0, answer.length).datagram());
        assertThat(parsed.integrityMatches(LOCAL.password())).isTrue();
        assertThat(parsed.integrityMatches("another")).isFalse();
        assertThat(out.events).containsExactly("validated 32853", "selected 32853");
        assertThat(agent.lastAuthenticatedNanos()).hasValue(SECOND);
    }

    @Test
    void masksAnIpv6AddressWithTheTransactionId() {
        assertThat(handle(good(LOCAL).bytes(), B)).isEqualTo(IceVerdict.ANSWERED);
        assertThat(hex(out.lastSent())).contains("00200014" + "0002" + "bd52" + "0113a9fa");
    }

    @Test
    void toleratesARequestWithoutFingerprintAndWithTheBareMinimum() {
        byte[] bare =
                new StunRequests(1)
                        .attribute(
                                0x0006, "evtj:x".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .integrity(LOCAL.password())
                        .bytes();
        assertThat(handle(bare, A)).isEqualTo(IceVerdict.ANSWERED);
    }

    @Test
    void followsTheNewestNomination() {
        handle(good(LOCAL).bytes(), A);
        handle(nominating(LOCAL), B);
        handle(nominating(LOCAL), B);
        handle(good(LOCAL).bytes(), A);
        assertThat(agent.selected()).contains(B);
        handle(nominating(LOCAL), A);

        assertThat(agent.selected()).contains(A);
        assertThat(agent.nominated()).isTrue();
        assertThat(out.events)
                .containsExactly(
                        "validated 32853",
                        "selected 32853",
                        "validated 40000",
                        "selected 40000 nominated",
                        "selected 32853 nominated");
    }

    @Test
    void acceptsBothCredentialsDuringARestartUntilThePairIsNominated() {
        handle(nominating(LOCAL), A);
        agent.restart(NEXT);
        assertThat(agent.credentials()).isEqualTo(NEXT);
        assertThat(handle(good(LOCAL).bytes(), A)).isEqualTo(IceVerdict.ANSWERED);
        assertThat(handle(good(NEXT).bytes(), B)).isEqualTo(IceVerdict.ANSWERED);
        assertThat(agent.selected()).contains(A);

        handle(nominating(NEXT), B);
        assertThat(out.events).contains("restarted evtj");
        assertThat(agent.selected()).contains(B);
        assertThat(handle(good(LOCAL).bytes(), A)).isEqualTo(IceVerdict.UNKNOWN_USERNAME);
        assertThat(handle(good(NEXT).bytes(), A)).isEqualTo(IceVerdict.ANSWERED);
    }

    @Test
    void forgetsARestartThatAnotherReplaces() {
        assertThat(agent.restart(NEXT)).isEmpty();
        assertThat(agent.restart(new IceCredentials("last", NEXT.password()))).contains("next");
        assertThat(handle(nominating(NEXT), B)).isEqualTo(IceVerdict.UNKNOWN_USERNAME);
        assertThat(agent.credentials().ufrag()).isEqualTo("last");
    }

    @Test
    void refusesWhatIsNotAuthentic() {
        assertThat(handle(StunRequests.check("evtj:x").fingerprint().bytes(), A))
                .isEqualTo(IceVerdict.UNAUTHENTICATED);
        assertThat(handle(StunRequests.check("evtj:x").integrity("wrong").bytes(), A))
                .isEqualTo(IceVerdict.BAD_INTEGRITY);
        assertThat(out.lastType()).isEqualTo(0x0111);
        assertThat(handle(StunRequests.check("other:x").integrity("wrong").bytes(), A))
                .isEqualTo(IceVerdict.UNKNOWN_USERNAME);
        assertThat(handle(StunRequests.check("evtj").integrity(LOCAL.password()).bytes(), A))
                .isEqualTo(IceVerdict.UNAUTHENTICATED);
        assertThat(handle(new StunRequests(0x0011).bytes(), A)).isEqualTo(IceVerdict.INDICATION);
        assertThat(handle(new StunRequests(0x0101).bytes(), A))
                .isEqualTo(IceVerdict.UNEXPECTED_RESPONSE);
        assertThat(handle(new StunRequests(0x0003).bytes(), A))
                .isEqualTo(IceVerdict.UNSUPPORTED_METHOD);
        assertThat(out.events).isEmpty();
        assertThat(agent.lastAuthenticatedNanos()).isEmpty();
    }

    @Test
    void refusesAWrongFingerprint() {
        byte[] bytes = good(LOCAL).bytes();
        bytes[bytes.length - 1] ^= 1;
        assertThat(handle(bytes, A)).isEqualTo(IceVerdict.BAD_FINGERPRINT);
    }

    @Test
    void namesTheAttributesItWouldHaveToUnderstand() {
        byte[] bytes =
                StunRequests.check("evtj:x")
                        .attribute(0x7abc, new byte[3])
                        .integrity(LOCAL.password())
                        .fingerprint()
                        .bytes();
        assertThat(handle(bytes, A)).isEqualTo(IceVerdict.UNKNOWN_ATTRIBUTE);
        assertThat(hex(out.lastSent())).contains("7abc");
    }

    @Test
    void neverAnswersLongerThanItWasAsked() {
        byte[] tiny = new StunRequests(1).bytes();
        assertThat(handle(tiny, A)).isEqualTo(IceVerdict.UNAUTHENTICATED);
        assertThat(out.sent).isEmpty();
    }

    @Test
    void answersFewBadRequestsAndEveryGoodOne() {
        handle(good(LOCAL).bytes(), A);
        byte[] bad = StunRequests.check("evtj:x").integrity("wrong").bytes();
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            refused += handle(bad, B) == IceVerdict.RATE_LIMITED ? 1 : 0;
        }
        assertThat(refused).isEqualTo(950);
        assertThat(out.sent).hasSize(51);
        assertThat(handle(good(LOCAL).bytes(), address("192.0.2.9", 9)))
                .isEqualTo(IceVerdict.ANSWERED);
        assertThat(handle(good(LOCAL).bytes(), A)).isEqualTo(IceVerdict.ANSWERED);
        assertThat(agent.handle(bad, 0, bad.length, B, 2 * SECOND, out))
                .isEqualTo(IceVerdict.BAD_INTEGRITY);
    }

    @Test
    void refusesEveryStrictPrefixAndMutation() {
        byte[] request = good(LOCAL).useCandidate().bytes();
        byte[] signed = good(LOCAL).bytes();
        for (int length = 0; length < signed.length; length++) {
            assertThat(handle(Arrays.copyOf(signed, length), A)).isEqualTo(IceVerdict.MALFORMED);
        }
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = request.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            handle(mutated, B);
        }
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[20 + 4 * random.nextInt(30)];
            random.nextBytes(noise);
            System.arraycopy(signed, 0, noise, 0, 8);
            noise[2] = (byte) ((noise.length - 20) >> 8);
            noise[3] = (byte) (noise.length - 20);
            assertThat(handle(noise, B)).isNotEqualTo(IceVerdict.ANSWERED);
        }
    }

    @Test
    void makesCredentialsOfIceCharactersThatDiffer() {
        IceCredentials one = IceCredentials.random();
        assertThat(one.ufrag()).matches("[A-Za-z0-9+/]{12}");
        assertThat(one.password()).matches("[A-Za-z0-9+/]{32}");
        assertThat(IceCredentials.random()).isNotEqualTo(one);
        assertThat(one.toString()).doesNotContain(one.password());
    }

    private static StunRequests good(IceCredentials credentials) {
        return StunRequests.check(credentials.ufrag() + ":them")
                .integrity(credentials.password())
                .fingerprint();
    }

    private static byte[] nominating(IceCredentials credentials) {
        return StunRequests.check(credentials.ufrag() + ":them")
                .useCandidate()
                .integrity(credentials.password())
                .fingerprint()
                .bytes();
    }

    private IceVerdict handle(byte[] bytes, InetSocketAddress source) {
        byte[] buffer = new byte[bytes.length + 10];
        System.arraycopy(bytes, 0, buffer, 5, bytes.length);
        return agent.handle(buffer, 5, bytes.length, source, SECOND, out);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
