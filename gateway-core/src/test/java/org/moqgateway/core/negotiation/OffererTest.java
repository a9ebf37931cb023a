package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.FormatParameters;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;

class OffererTest {
    private static final LocalParameters CLIENT =
            new LocalParameters(
                    7,
                    new IceParameters("ClientUfrag", "ClientPassword0123456789"),
                    Offers.LOCAL.candidates(),
                    Offers.LOCAL.fingerprint(),
                    new LocalStreams("client", "client-stream", 21, 22, 23));

    @Test
    void aPlayerAndAServerAgree() {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);
        NegotiationResult.Accepted server = Offers.egress(offer.write(), Offers.H264, Offers.OPUS);
        NegotiatedSession player =
                Offers.accepted(Offerer.digest(offer, server.answer().write(), CLIENT)).session();

        assertThat(player.dtlsRole()).isEqualTo(HandshakeRole.SERVER);
        assertThat(player.remoteIceLite()).isTrue();
        assertThat(player.remoteIce()).isEqualTo(Offers.LOCAL.ice());
        assertThat(player.remoteCandidates()).isEqualTo(Offers.LOCAL.candidates());
        assertThat(player.bundle()).containsExactly("0", "1");
        for (MediaKind kind : List.of(MediaKind.AUDIO, MediaKind.VIDEO)) {
            NegotiatedMedia ours = player.media(kind).orElseThrow();
            NegotiatedMedia theirs = server.session().media(kind).orElseThrow();
            assertThat(ours.payloadType()).isEqualTo(theirs.payloadType());
            assertThat(ours.rtxPayloadType()).isEqualTo(theirs.rtxPayloadType());
            assertThat(ours.remote()).isEqualTo(theirs.local());
            assertThat(ours.feedback()).isEqualTo(theirs.feedback());
            assertThat(ours.extensions()).isEqualTo(new ExtensionIds(1, 2, 3, -1));
            assertThat(ours.direction()).isEqualTo(Direction.RECVONLY);
        }
        assertThat(player.media(MediaKind.VIDEO).orElseThrow().feedback())
                .isEqualTo(new Feedback(true, true, true, true, true));
    }

    @Test
    void aPublisherAndAServerAgree() {
        AvailableCodec high = AvailableCodec.of("avc1.640028").orElseThrow();
        SessionDescription offer = Offerer.offerToSend(CLIENT, List.of(high, Offers.OPUS));
        NegotiationResult.Accepted server = Offers.ingest(offer.write());
        NegotiatedSession publisher =
                Offers.accepted(Offerer.digest(offer, server.answer().write(), CLIENT)).session();
        NegotiatedMedia video = publisher.media(MediaKind.VIDEO).orElseThrow();

        assertThat(video.codec().remoteFmtp()).contains("profile-level-id=640028");
        assertThat(video.local()).isEqualTo(new Ssrcs(22, 23));
        assertThat(server.session().media(MediaKind.VIDEO).orElseThrow().remote())
                .isEqualTo(new Ssrcs(22, 23));
        assertThat(video.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(offer.media())
                .allSatisfy(
                        section -> {
                            assertThat(section.writtenDirection()).contains(Direction.SENDONLY);
                            assertThat(section.has("rtcp-mux-only")).isTrue();
                            assertThat(section.msid().orElseThrow().streamId())
                                    .isEqualTo("client-stream");
                        });
    }

    @Test
    void offersDependencyDescriptorsWhereItSendsAv1() {
        AvailableCodec av1 = AvailableCodec.of("av01.0.08M.08").orElseThrow();

        assertThat(Offerer.offerToSend(CLIENT, List.of(av1)).write())
                .contains("a=extmap:4 " + ExtensionIds.DEPENDENCY_DESCRIPTOR_URI);
        assertThat(Offerer.offerToSend(CLIENT, List.of(Offers.H264, Offers.OPUS)).write())
                .doesNotContain(ExtensionIds.DEPENDENCY_DESCRIPTOR_URI);
        assertThat(Offerer.offerToReceive(CLIENT).write())
                .doesNotContain(ExtensionIds.DEPENDENCY_DESCRIPTOR_URI);
    }

    @Test
    void offersOnlyTheKindsThatThereAre() {
        SessionDescription offer = Offerer.offerToSend(CLIENT, List.of(Offers.OPUS));

        assertThat(offer.media()).extracting(MediaSection::media).containsExactly("audio");
        assertThat(offer.bundle()).containsExactly("0");
    }

    @Test
    void readsAnAnswerThatRejectsASection() {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);
        String answer = Offers.egress(offer.write(), Offers.OPUS).answer().write();
        NegotiatedSession session =
                Offers.accepted(Offerer.digest(offer, answer, CLIENT)).session();

        assertThat(session.media())
                .extracting(NegotiatedMedia::kind)
                .containsExactly(MediaKind.AUDIO);
        assertThat(session.bundle()).containsExactly("0");
    }

    @Test
    void readsTheTransportFromASectionInWhichNothingFlows() {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);
        String answer = Offers.egress(offer.write(), Offers.H264).answer().write();
        NegotiatedSession session =
                Offers.accepted(Offerer.digest(offer, answer, CLIENT)).session();

        assertThat(session.media())
                .extracting(NegotiatedMedia::kind)
                .containsExactly(MediaKind.VIDEO);
        assertThat(session.tagged()).isEqualTo(new TaggedSection("0", "audio", "111"));
        assertThat(session.remoteCandidates()).hasSize(2);
    }

    @Test
    void isDtlsServerWhenTheAnswerIsActive() {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);
        String answer =
                Offers.egress(offer.write(), Offers.OPUS)
                        .answer()
                        .write()
                        .replace("setup:passive", "setup:active");

        assertThat(Offers.accepted(Offerer.digest(offer, answer, CLIENT)).session().dtlsRole())
                .isEqualTo(HandshakeRole.SERVER);
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                bad(a -> "nonsense", Reason.MALFORMED_SDP),
                bad(a -> a.replaceFirst("(?s)m=video.*", ""), Reason.UNPROCESSABLE_OFFER),
                bad(a -> a.replace("a=mid:1", "a=mid:9"), Reason.UNPROCESSABLE_OFFER),
                bad(a -> a.replace("m=audio", "m=video"), Reason.UNPROCESSABLE_OFFER),
                bad(a -> a.replace("a=sendonly", "a=inactive"), Reason.UNPROCESSABLE_OFFER),
                bad(a -> a.replaceAll("a=fingerprint.*\r\n", ""), Reason.UNPROCESSABLE_OFFER),
                bad(a -> a.replace("setup:active", "setup:actpass"), Reason.UNPROCESSABLE_OFFER),
                bad(a -> a.replace("111", "112"), Reason.NO_COMMON_CODEC),
                bad(a -> a.replace("H264", "H263"), Reason.NO_COMMON_CODEC));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void refusesAnswersThatDoNotFitTheOffer(UnaryOperator<String> change, Reason reason) {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);
        String answer = Offers.egress(offer.write(), Offers.H264, Offers.OPUS).answer().write();

        assertThat(Offers.refused(Offerer.digest(offer, change.apply(answer), CLIENT)).reason())
                .isEqualTo(reason);
    }

    @Test
    void digestsOrRefusesEveryPrefixOfAnAnswer() {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);
        String answer = Offers.egress(offer.write(), Offers.H264, Offers.OPUS).answer().write();
        for (int end = 0; end < answer.length(); end++) {
            assertThat(Offerer.digest(offer, answer.substring(0, end), CLIENT)).isNotNull();
        }
    }

    @Test
    void writesOffersThatReadBack() {
        SessionDescription offer = Offerer.offerToReceive(CLIENT);

        assertThat(SessionDescription.parse(offer.write()))
                .isEqualTo(new SdpResult.Parsed<>(offer));
        assertThat(offer.media().getFirst().formats()).containsExactly("111", "63", "0", "8", "9");
        assertThat(offer.media().getLast().rtpMaps())
                .extracting(map -> map.payloadType() + " " + map.encodingName())
                .filteredOn(text -> !text.endsWith("rtx"))
                .containsExactly(
                        "96 H264",
                        "98 H264",
                        "100 H264",
                        "102 H264",
                        "104 H265",
                        "108 VP8",
                        "112 VP9",
                        "114 VP9",
                        "116 VP9",
                        "118 VP9",
                        "120 AV1",
                        "122 AV1");
    }

    @Test
    void offersEachFormatOnceHoweverManyRenditionsThereAre() {
        SessionDescription offer =
                Offerer.offerToSend(
                        CLIENT,
                        Stream.of(
                                        "avc3.640028",
                                        "avc3.64001f",
                                        "avc3.640028",
                                        "hev1.1.6.L93.B0",
                                        "hev1.2.4.L120.B0",
                                        "hev1.1.6.H150.B0",
                                        "vp8",
                                        "av01.0.08M.10")
                                .map(codec -> AvailableCodec.of(codec).orElseThrow())
                                .toList());
        List<String> formats = offer.media().getFirst().formats();

        assertThat(formats).doesNotHaveDuplicates().doesNotContain("111");
        assertThat(offer.media().getFirst().formatParameters())
                .extracting(FormatParameters::text)
                .filteredOn(text -> !text.startsWith("apt="))
                .containsExactly(
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640028",
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f",
                        "level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST",
                        "level-id=120;profile-id=2;tier-flag=0;tx-mode=SRST",
                        "level-id=150;profile-id=1;tier-flag=1;tx-mode=SRST",
                        "level-idx=8;profile=0;tier=0");
    }

    private static Arguments bad(UnaryOperator<String> change, Reason reason) {
        return Arguments.of(change, reason);
    }
}
