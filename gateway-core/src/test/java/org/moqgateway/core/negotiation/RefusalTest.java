package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;

class RefusalTest {

    static Stream<Arguments> unprocessable() {
        return Stream.of(
                refusal("bundle-less", o -> o.replace("a=group:BUNDLE 0 1\r\n", ""), "BUNDLE"),
                refusal("half bundled", o -> o.replace("BUNDLE 0 1", "BUNDLE 0"), "BUNDLE"),
                refusal("without mids", o -> o.replaceAll("a=mid:.\r\n", ""), "BUNDLE"),
                refusal("one mid twice", o -> o.replace("a=mid:1", "a=mid:0"), "mid 0"),
                refusal("without mux", o -> o.replace("a=rtcp-mux\r\n", ""), "rtcp-mux"),
                refusal("without ufrag", o -> o.replaceAll("a=ice-ufrag.*\r\n", ""), "ice-ufrag"),
                refusal("without password", o -> o.replaceAll("a=ice-pwd.*\r\n", ""), "ice-pwd"),
                refusal(
                        "without fingerprint",
                        o -> o.replaceAll("a=fingerprint.*\r\n", ""),
                        "fingerprint"),
                refusal(
                        "with SHA-1 alone",
                        o -> o.replaceAll("fingerprint:.*", "fingerprint:sha-1 AB:CD"),
                        "fingerprint"),
                refusal("holding", o -> o.replace("setup:actpass", "setup:holdconn"), "holdconn"),
                refusal("unencrypted", o -> o.replace("UDP/TLS/RTP/SAVPF", "RTP/XYZ"), "RTP/XYZ"),
                refusal("two videos", RefusalTest::twoVideos, "more than one video"),
                refusal(
                        "switched off",
                        o -> o.replace("m=audio 9", "m=audio 0").replace("m=video 9", "m=video 0"),
                        "no media section"),
                refusal(
                        "inactive",
                        o -> o.replaceAll("a=(send|recv)only", "a=inactive"),
                        "no media"),
                refusal("data only", o -> o.replaceAll("m=(audio|video)", "m=text"), "no media"));
    }

    @ParameterizedTest(name = "an offer {0}")
    @MethodSource("unprocessable")
    void refusesWhatCannotBecomeASession(String name, UnaryOperator<String> change, String detail) {
        NegotiationResult.Refused ingest =
                Offers.refused(ingest(change.apply(Offers.read(Offers.CHROMIUM_SEND))));
        NegotiationResult.Refused egress =
                Offers.refused(egress(change.apply(Offers.read(Offers.CHROMIUM_RECEIVE))));

        assertThat(List.of(ingest, egress))
                .as(name)
                .allSatisfy(
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(Reason.UNPROCESSABLE_OFFER);
                            assertThat(refused.detail()).contains(detail);
                        });
    }

    @Test
    void refusesTheWrongDirection() {
        assertThat(Offers.refused(ingest(Offers.read(Offers.CHROMIUM_RECEIVE))).detail())
                .isEqualTo("no media section sends audio or video");
        assertThat(Offers.refused(egress(Offers.read(Offers.CHROMIUM_SEND))).detail())
                .isEqualTo("no media section receives audio or video");
    }

    @Test
    void namesTheMalformedLine() {
        NegotiationResult.Refused refused =
                Offers.refused(
                        ingest(Offers.read(Offers.OBS).replace("a=mid:0", "a=mid:two words")));

        assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_SDP);
        assertThat(refused.detail()).isEqualTo("line 12 \"a=mid:two words\": a mid is one token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"H264/90000=H263/90000", "opus/48000=iLBC/8000", "H264/90000=H264/8000"})
    void refusesAWhipOfferOfWhichOneSectionHasNoCommonCodec(String change) {
        String[] names = change.split("=", -1);
        String offer = Offers.read(Offers.OBS).replace(names[0], names[1]);

        assertThat(Offers.refused(ingest(offer)).reason()).isEqualTo(Reason.NO_COMMON_CODEC);
    }

    @Test
    void saysWhichCodecsMetWithoutAgreement() {
        String whip = Offers.read(Offers.FFMPEG_VIDEO).replace("H264", "H263");
        String whep = Offers.read(Offers.GSTREAMER_RECEIVE);

        assertThat(Offers.refused(ingest(whip)).detail())
                .isEqualTo(
                        "no codec in common: the video section offers H263; this server takes"
                                + " H264, H265, VP8, VP9, AV1");
        assertThat(
                        Offers.refused(
                                        Answerer.answerEgress(
                                                whep, Offers.LOCAL, Availability.of(List.of())))
                                .detail())
                .isEqualTo(
                        "no codec in common: the video section offers H264;"
                                + " the broadcast has nothing that can be sent over WebRTC");
    }

    @Test
    void refusesAWhepOfferOfWhichNothingIsLeft() {
        String audioOnly = Offers.read(Offers.CHROMIUM_RECEIVE).replaceFirst("(?s)m=video.*", "");
        NegotiationResult result =
                Answerer.answerEgress(
                        audioOnly, Offers.LOCAL, Availability.of(List.of(Offers.H264)));

        assertThat(Offers.refused(result).reason()).isEqualTo(Reason.NO_COMMON_CODEC);
    }

    @Test
    void refusesFormatsThatNothingDescribes() {
        String offer = Offers.read(Offers.FFMPEG_VIDEO).replaceAll("a=rtpmap.*\r\n", "");

        assertThat(Offers.refused(ingest(offer)).reason()).isEqualTo(Reason.NO_COMMON_CODEC);
    }

    @Test
    void refusesInterleavedPacketization() {
        String offer =
                Offers.read(Offers.FFMPEG_VIDEO)
                        .replace("packetization-mode=1", "packetization-mode=2");

        assertThat(Offers.refused(ingest(offer)).reason()).isEqualTo(Reason.NO_COMMON_CODEC);
    }

    @ParameterizedTest
    @ValueSource(strings = {Offers.OBS, Offers.FFMPEG})
    void answersOrRefusesEveryPrefix(String name) {
        String offer = Offers.read(name);
        int transport = offer.indexOf("a=ice-pwd") + "a=ice-pwd:".length();
        for (int end = 0; end < offer.length(); end++) {
            NegotiationResult result = ingest(offer.substring(0, end));
            if (end < transport) {
                assertThat(result)
                        .as("%s characters", end)
                        .isInstanceOf(NegotiationResult.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Offers.OBS, Offers.FIREFOX_RECEIVE, Offers.BUNDLE_ONLY})
    void answersOrRefusesEveryMutation(String name) {
        String offer = Offers.read(name);
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            StringBuilder mutated = new StringBuilder(offer);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                mutate(mutated, random);
            }
            assertThat(ingest(mutated.toString())).isNotNull();
            assertThat(egress(mutated.toString())).isNotNull();
        }
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(256));
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, "\r\n");
            default -> {
                int line = text.indexOf("\n", at);
                text.insert(at, line < 0 ? ":" : text.substring(at, line + 1));
            }
        }
    }

    private static String twoVideos(String offer) {
        String video = offer.substring(offer.indexOf("m=video"));
        return offer.replace("BUNDLE 0 1", "BUNDLE 0 1 2") + video.replace("a=mid:1", "a=mid:2");
    }

    private static Arguments refusal(String name, UnaryOperator<String> change, String detail) {
        return Arguments.of(name, change, detail);
    }

    private static NegotiationResult ingest(String offer) {
        return Answerer.answerIngest(offer, Offers.LOCAL);
    }

    private static NegotiationResult egress(String offer) {
        return Answerer.answerEgress(
                offer, Offers.LOCAL, Availability.of(List.of(Offers.H264, Offers.OPUS)));
    }
}
