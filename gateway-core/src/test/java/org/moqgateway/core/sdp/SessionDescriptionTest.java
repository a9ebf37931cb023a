package org.moqgateway.core.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionDescriptionTest {
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    private static final String AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n";
    private static final String SHA_256 = "AB" + ":CD".repeat(31);

    @Test
    void writesWhatItRead() {
        String text =
                HEAD
                        + "a=group:BUNDLE 0\r\na=ice-lite\r\n"
                        + AUDIO
                        + "c=IN IP4 0.0.0.0\r\na=mid:0\r\na=rtcp-mux\r\na=x-unknown:a:b c\r\n";

        assertThat(parsed(text).write()).isEqualTo(text);
    }

    @Test
    void toleratesLineFeedsAlone() {
        String text = HEAD + AUDIO + "a=mid:0\r\n";

        assertThat(parsed(text.replace("\r\n", "\n"))).isEqualTo(parsed(text));
    }

    @Test
    void toleratesAMissingOrRepeatedLastLineEnd() {
        SessionDescription expected = parsed(HEAD + AUDIO + "a=mid:0\r\n");

        assertThat(parsed(HEAD + AUDIO + "a=mid:0")).isEqualTo(expected);
        assertThat(parsed(HEAD + AUDIO + "a=mid:0\r\n\r\n\n")).isEqualTo(expected);
    }

    @Test
    void dropsSessionLinesThatMeanNothingToWebRtc() {
        String text =
                """
                v=0
                o=- 1 2 IN IP4 127.0.0.1
                s=a talk
                i=about
                u=http://example.com
                e=a@example.com
                p=+1
                c=IN IP4 0.0.0.0
                b=AS:128
                t=0 0
                r=7d 1h 0
                z=0 0
                k=prompt
                a=ice-lite
                m=audio 9 RTP/SAVPF 0
                i=x
                b=AS:64
                k=prompt
                """;

        assertThat(parsed(text).attributes()).containsExactly(Attribute.flag("ice-lite"));
        assertThat(parsed(text).media()).hasSize(1);
    }

    @Test
    void readsTransportAttributesAtEitherLevel() {
        String transport =
                "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=setup:active\r\n"
                        + "a=fingerprint:SHA-256 "
                        + SHA_256
                        + "\r\n";
        for (String text : List.of(HEAD + transport + AUDIO, HEAD + AUDIO + transport)) {
            SessionDescription description = parsed(text);
            MediaSection section = description.media().getFirst();

            assertThat(description.iceParameters(section))
                    .contains(new IceParameters("abcd", "0123456789012345678901"));
            assertThat(description.setup(section)).contains(Setup.ACTIVE);
            assertThat(description.fingerprints(section))
                    .containsExactly(new Fingerprint("sha-256", SHA_256));
        }
    }

    @Test
    void prefersTheSectionsOwnAttributes() {
        SessionDescription description =
                parsed(HEAD + "a=setup:actpass\r\na=inactive\r\n" + AUDIO + "a=setup:passive\r\n");
        MediaSection section = description.media().getFirst();

        assertThat(description.setup(section)).contains(Setup.PASSIVE);
        assertThat(description.direction(section)).isEqualTo(Direction.INACTIVE);
    }

    @Test
    void readsMediaAttributes() {
        MediaSection section =
                parsed(
                                HEAD
                                        + AUDIO
                                        + "a=rtpmap:111 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\n"
                                        + "a=fmtp:111 minptime=10; UseInbandFec = 1\r\n"
                                        + "a=rtcp-fb:111 transport-cc\r\na=rtcp-fb:* nack\r\n"
                                        + "a=extmap:3/sendonly urn:x attr\r\na=ptime:20\r\n"
                                        + "a=ssrc:4294967295 cname:x\r\na=ssrc-group:FID 1 2\r\n"
                                        + "a=msid:s t\r\na=rid:h send max-width=640\r\n"
                                        + "a=simulcast:send h;~l,m recv x\r\na=rtcp-rsize\r\n"
                                        + "a=candidate:1 1 udp 1 192.0.2.1 5 typ host\r\n"
                                        + "a=end-of-candidates\r\na=ice-options:ice2,trickle\r\n")
                        .media()
                        .getFirst();

        assertThat(section.rtpMap(111)).contains(new RtpMap(111, "opus", 48_000, 2));
        assertThat(section.formatParameters(111).parameter("useinbandfec")).contains("1");
        assertThat(section.formatParameters(0).text()).isEmpty();
        assertThat(section.feedback(111)).containsExactly("transport-cc", "nack");
        assertThat(section.feedback(0)).containsExactly("nack");
        assertThat(section.extensionMaps())
                .containsExactly(new ExtensionMap(3, Direction.SENDONLY, "urn:x"));
        assertThat(section.ssrcAttributes())
                .containsExactly(new SsrcAttribute(0xffff_ffffL, "cname:x"));
        assertThat(section.ssrcGroups()).containsExactly(new SsrcGroup("FID", List.of(1L, 2L)));
        assertThat(section.msid()).contains(new Msid("s", "t"));
        assertThat(section.rids()).containsExactly(new Rid("h", true, "max-width=640"));
        assertThat(section.simulcast())
                .contains(
                        new Simulcast(
                                List.of(List.of("h"), List.of("l", "m")), List.of(List.of("x"))));
        assertThat(section.ptimeMillis()).isEqualTo(20);
        assertThat(section.rtcpReducedSize()).isTrue();
        assertThat(section.rtcpMux()).isFalse();
        assertThat(section.candidates()).hasSize(1);
        assertThat(section.endOfCandidates()).isTrue();
        assertThat(section.iceOptions()).containsExactly("ice2", "trickle");
    }

    @Test
    void tellsBundleOnlyFromRejected() {
        SessionDescription description =
                parsed(HEAD + "m=audio 0 RTP/SAVPF 0\r\na=bundle-only\r\nm=video 0 RTP/SAVPF\r\n");

        assertThat(description.media())
                .extracting(MediaSection::rejected)
                .containsExactly(false, true);
        assertThat(description.media().getLast().formats()).isEmpty();
    }

    @Test
    void takesTheBundleGroupAmongOtherGroups() {
        assertThat(parsed(HEAD + "a=group:LS 0 1\r\na=group:BUNDLE 1 0\r\n").bundle())
                .containsExactly("1", "0");
    }

    static Stream<Arguments> malformed() {
        String section = HEAD + AUDIO;
        return Stream.of(
                Arguments.of("", 0),
                Arguments.of("\r\n\r\n", 0),
                Arguments.of("hello", 1),
                Arguments.of("v=1\r\n", 1),
                Arguments.of("o=- 1 2 IN IP4 127.0.0.1\r\n", 1),
                Arguments.of("v=0\r\ns=-\r\n", 2),
                Arguments.of("v=0\r\no=- 1 2 IN IP4\r\n", 2),
                Arguments.of("v=0\r\no=- 1 2 IN IP4 x\r\nt=0 0\r\n", 3),
                Arguments.of("v=0\r\no=- 1 2 IN IP4 x\r\ns=-\r\n", 0),
                Arguments.of("v=0\r\no=- 1 2 IN IP4 x\r\ns=-\r\n" + AUDIO, 4),
                Arguments.of(HEAD + "y=1\r\n", 5),
                Arguments.of(HEAD + "\r\n" + AUDIO, 5),
                Arguments.of(HEAD + "a=\r\n", 5),
                Arguments.of(HEAD + "a=:x\r\n", 5),
                Arguments.of(HEAD + "a=b\u0000c\r\n", 5),
                Arguments.of(HEAD + "a=b\rc\r\n", 5),
                Arguments.of(HEAD + "a=group:\r\n", 5),
                Arguments.of(HEAD + "m=audio\r\n", 5),
                Arguments.of(HEAD + "m=audio 9 RTP/SAVPF\r\n", 5),
                Arguments.of(HEAD + "m=audio -1 RTP/SAVPF 0\r\n", 5),
                Arguments.of(HEAD + "m=audio 65536 RTP/SAVPF 0\r\n", 5),
                Arguments.of(HEAD + "m=audio 9 RTP/SAVPF 128\r\n", 5),
                Arguments.of(HEAD + "m=audio 9 RTP/SAVPF opus\r\n", 5),
                Arguments.of(section + "t=0 0\r\n", 6),
                Arguments.of(section + "a=mid:\r\n", 6),
                Arguments.of(section + "a=mid:a b\r\n", 6),
                Arguments.of(section + "a=ice-ufrag:abc\r\n", 6),
                Arguments.of(section + "a=ice-ufrag:ab:cd\r\n", 6),
                Arguments.of(section + "a=ice-ufrag:" + "a".repeat(257) + "\r\n", 6),
                Arguments.of(section + "a=ice-pwd:" + "a".repeat(21) + "\r\n", 6),
                Arguments.of(section + "a=ice-pwd:" + "a".repeat(257) + "\r\n", 6),
                Arguments.of(section + "a=setup:both\r\n", 6),
                Arguments.of(section + "a=fingerprint:sha-256\r\n", 6),
                Arguments.of(section + "a=fingerprint:sha-256 AB:CD\r\n", 6),
                Arguments.of(section + "a=fingerprint:sha-256 XY" + ":CD".repeat(31) + "\r\n", 6),
                Arguments.of(section + "a=rtpmap:111\r\n", 6),
                Arguments.of(section + "a=rtpmap:128 x/1\r\n", 6),
                Arguments.of(section + "a=rtpmap:111 opus\r\n", 6),
                Arguments.of(section + "a=rtpmap:111 opus/0\r\n", 6),
                Arguments.of(section + "a=rtpmap:111 opus/48000/0\r\n", 6),
                Arguments.of(section + "a=fmtp:x y\r\n", 6),
                Arguments.of(section + "a=rtcp-fb:111\r\n", 6),
                Arguments.of(section + "a=rtcp-fb:x nack\r\n", 6),
                Arguments.of(section + "a=extmap:0 urn:x\r\n", 6),
                Arguments.of(section + "a=extmap:1/up urn:x\r\n", 6),
                Arguments.of(section + "a=extmap:1\r\n", 6),
                Arguments.of(section + "a=ssrc:4294967296 cname:x\r\n", 6),
                Arguments.of(section + "a=ssrc-group:FID 1 x\r\n", 6),
                Arguments.of(section + "a=candidate:1 1 udp 1 192.0.2.1 5 host\r\n", 6));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void namesTheLineOfTheFirstFault(String text, int lineNumber) {
        SdpResult.Malformed<SessionDescription> malformed = malformed(text);

        assertThat(malformed.lineNumber()).isEqualTo(lineNumber);
        assertThat(malformed.reason()).isNotEmpty();
        if (lineNumber > 0) {
            assertThat(malformed.describe()).startsWith("line " + lineNumber + " \"");
        }
    }

    @Test
    void keepsTheExcerptShortAndPrintable() {
        String excerpt = malformed(HEAD + "\u001b[31m" + "é".repeat(500)).excerpt();

        assertThat(excerpt).hasSize(80).matches("[ -~]*");
    }

    @Test
    void refusesTextBeyondItsBounds() {
        assertThat(malformed(HEAD + "a=x:" + "y".repeat(128 * 1024)).reason()).contains("131072");
        assertThat(malformed(HEAD + "a=x\n".repeat(2048)).reason()).contains("2048 lines");
        assertThat(malformed(HEAD + AUDIO.repeat(33)).reason()).contains("32 media sections");
        assertThat(malformed(HEAD + "m=audio 9 RTP/SAVPF" + " 0".repeat(129)).reason())
                .contains("128 formats");
    }

    @Test
    void refusesEveryPrefixThatLacksTheSessionLines() {
        for (int end = 0; end < HEAD.length() - 7; end++) {
            assertThat(SessionDescription.parse(HEAD.substring(0, end)))
                    .isInstanceOf(SdpResult.Malformed.class);
        }
    }

    @Test
    void neverThrowsOnRandomCharacters() {
        Random random = new Random(20_260_101);
        String alphabet = "vostmca=:;/ \r\n\t0123456789abcdef\u0000\u007fé\ud800";
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder(round % 2 == 0 ? HEAD : "");
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(SessionDescription.parse(text.toString())).isNotNull();
            assertThat(SdpFragment.parse(text.toString())).isNotNull();
        }
    }

    private static SessionDescription parsed(String text) {
        return switch (SessionDescription.parse(text)) {
            case SdpResult.Parsed<SessionDescription> parsed -> parsed.value();
            case SdpResult.Malformed<SessionDescription> malformed ->
                    throw new AssertionError(malformed.describe());
        };
    }

    private static SdpResult.Malformed<SessionDescription> malformed(String text) {
        return switch (SessionDescription.parse(text)) {
            case SdpResult.Parsed<SessionDescription> parsed ->
                    throw new AssertionError("read " + parsed);
            case SdpResult.Malformed<SessionDescription> malformed -> malformed;
        };
    }
}
