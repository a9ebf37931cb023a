package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.sdp.Attribute;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;

class IngestAnswerTest {

    @Test
    void answersChromiumLineByLine() {
        NegotiationResult.Accepted accepted = Offers.ingest(Offers.chromiumSendingH264());

        assertThat(accepted.answer().write().lines())
                .containsExactly(
                        "v=0",
                        "o=- 1657793490019 1 IN IP4 127.0.0.1",
                        "s=-",
                        "t=0 0",
                        "a=group:BUNDLE 0 1",
                        "a=extmap-allow-mixed",
                        "a=ice-lite",
                        "a=ice-options:trickle",
                        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                        "c=IN IP4 0.0.0.0",
                        "a=mid:0",
                        "a=ice-ufrag:LocalUfrag",
                        "a=ice-pwd:LocalPassword0123456789",
                        "a=fingerprint:sha-256 F7" + ":EB".repeat(31),
                        "a=setup:passive",
                        "a=candidate:1 1 udp 2130706431 198.51.100.1 8088 typ host",
                        "a=candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 8088 typ host",
                        "a=end-of-candidates",
                        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                        "a=extmap:3"
                            + " http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "a=recvonly",
                        "a=rtcp-mux",
                        "a=rtcp-mux-only",
                        "a=rtcp-rsize",
                        "a=rtpmap:111 opus/48000/2",
                        "a=rtcp-fb:111 transport-cc",
                        "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1",
                        "m=video 9 UDP/TLS/RTP/SAVPF 102 103",
                        "c=IN IP4 0.0.0.0",
                        "a=mid:1",
                        "a=ice-ufrag:LocalUfrag",
                        "a=ice-pwd:LocalPassword0123456789",
                        "a=fingerprint:sha-256 F7" + ":EB".repeat(31),
                        "a=setup:passive",
                        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                        "a=extmap:3"
                            + " http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "a=recvonly",
                        "a=rtcp-mux",
                        "a=rtcp-mux-only",
                        "a=rtcp-rsize",
                        "a=rtpmap:102 H264/90000",
                        "a=rtcp-fb:102 goog-remb",
                        "a=rtcp-fb:102 transport-cc",
                        "a=rtcp-fb:102 ccm fir",
                        "a=rtcp-fb:102 nack",
                        "a=rtcp-fb:102 nack pli",
                        "a=fmtp:102"
                            + " level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f",
                        "a=rtpmap:103 rtx/90000",
                        "a=fmtp:103 apt=102");
    }

    @Test
    void tellsTheSessionWhatChromiumSends() {
        NegotiatedSession session = Offers.ingest(Offers.chromiumSendingH264()).session();
        NegotiatedMedia video = session.media(MediaKind.VIDEO).orElseThrow();
        NegotiatedMedia audio = session.media(MediaKind.AUDIO).orElseThrow();

        assertThat(session.dtlsRole()).isEqualTo(HandshakeRole.SERVER);
        assertThat(session.remoteIce().ufrag()).isEqualTo("Zhui");
        assertThat(session.remoteFingerprints()).hasSize(1);
        assertThat(session.remoteCandidates()).isEmpty();
        assertThat(session.bundle()).containsExactly("0", "1");
        assertThat(video.codec().codec()).isEqualTo(RtpCodec.H264);
        assertThat(video.payloadType()).isEqualTo(102);
        assertThat(video.rtxPayloadType()).isEqualTo(103);
        assertThat(video.remote()).isEqualTo(new Ssrcs(1_037_038_141L, 1_057_177_876L));
        assertThat(video.local()).isEqualTo(new Ssrcs(4_000_000_000L, 13));
        assertThat(video.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(video.feedback()).isEqualTo(new Feedback(true, true, true, true, true));
        assertThat(video.extensions()).isEqualTo(new ExtensionIds(4, 2, 3, -1));
        assertThat(audio.payloadType()).isEqualTo(111);
        assertThat(audio.rtxPayloadType()).isEqualTo(-1);
        assertThat(audio.codec().channels()).isEqualTo(2);
        assertThat(audio.remote()).isEqualTo(new Ssrcs(1_044_744_739L, -1));
        assertThat(audio.local()).isEqualTo(new Ssrcs(11, -1));
    }

    @Test
    void isDtlsClientForFfmpegWhichWaits() {
        NegotiationResult.Accepted accepted = Offers.ingest(Offers.read(Offers.FFMPEG));

        assertThat(accepted.session().dtlsRole()).isEqualTo(HandshakeRole.CLIENT);
        assertThat(accepted.answer().write()).contains("a=setup:active").doesNotContain("passive");
        assertThat(accepted.session().media()).hasSize(2);
        NegotiatedMedia video = accepted.session().media(MediaKind.VIDEO).orElseThrow();
        assertThat(video.feedback()).isEqualTo(new Feedback(false, false, false, false, false));
        assertThat(video.extensions()).isEqualTo(new ExtensionIds(-1, -1, -1, -1));
        assertThat(video.rtxPayloadType()).isEqualTo(-1);
    }

    @Test
    void leavesMidsWithoutSectionOutOfTheBundleGroup() {
        NegotiationResult.Accepted accepted = Offers.ingest(Offers.read(Offers.FFMPEG_VIDEO));

        assertThat(accepted.answer().bundle()).containsExactly("1");
        assertThat(accepted.answer().media().getFirst().candidates()).hasSize(2);
    }

    @Test
    void readsTransportThatObsSplitsBetweenTheLevels() {
        NegotiatedSession session = Offers.ingest(Offers.read(Offers.OBS)).session();

        assertThat(session.remoteIce().ufrag()).isEqualTo("Wx3k");
        assertThat(session.remoteFingerprints()).hasSize(1);
        assertThat(session.remoteCandidates()).hasSize(2);
        assertThat(session.localIceOptions()).containsExactly("trickle", "ice2");
        assertThat(session.media(MediaKind.VIDEO).orElseThrow().codec().fmtp())
                .isEqualTo(
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
    }

    @Test
    void keepsParameterSetsThatGstreamerSendsOutOfBand() {
        NegotiatedCodec codec =
                Offers.ingest(Offers.read(Offers.GSTREAMER_SEND))
                        .session()
                        .media(MediaKind.VIDEO)
                        .orElseThrow()
                        .codec();

        assertThat(codec.remoteFmtp()).contains("sprop-parameter-sets=Z2QAKK");
        assertThat(codec.fmtp()).isEqualTo("packetization-mode=1;profile-level-id=640028");
        assertThat(codec.rtxPayloadType()).isEqualTo(97);
    }

    @Test
    void acceptsASectionThatIsBundleOnly() {
        NegotiationResult.Accepted accepted = Offers.ingest(Offers.read(Offers.BUNDLE_ONLY));
        MediaSection video = accepted.answer().media().getLast();

        assertThat(video.port()).isEqualTo(9);
        assertThat(video.has("bundle-only")).isFalse();
        assertThat(video.rtcpMux()).isTrue();
        assertThat(video.feedback(96)).containsExactly("ccm fir", "nack", "nack pli");
        assertThat(accepted.session().media(MediaKind.VIDEO).orElseThrow().remote())
                .isEqualTo(Ssrcs.NONE);
    }

    @Test
    void doesNotPromiseSimulcast() {
        assertThat(Offers.ingest(Offers.read(Offers.BUNDLE_ONLY)).answer().write())
                .doesNotContain("simulcast")
                .doesNotContain("rtp-stream-id");
    }

    @ParameterizedTest
    @CsvSource({"actpass,passive,SERVER", "active,passive,SERVER", "passive,active,CLIENT"})
    void choosesTheDtlsRole(String offered, String answered, HandshakeRole role) {
        String offer =
                Offers.read(Offers.CHROMIUM_SEND).replace("setup:actpass", "setup:" + offered);
        NegotiationResult.Accepted accepted = Offers.ingest(offer);

        assertThat(accepted.session().dtlsRole()).isEqualTo(role);
        assertThat(accepted.answer().write()).contains("a=setup:" + answered + "\r\n");
    }

    @Test
    void takesAnOfferWithoutSetupForActive() {
        String offer = Offers.read(Offers.CHROMIUM_SEND).replace("a=setup:actpass\r\n", "");

        assertThat(Offers.ingest(offer).session().dtlsRole()).isEqualTo(HandshakeRole.SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42001f", "4d0028", "640034", "f4001e", "42C01F", "422001f", "x"})
    void mirrorsEveryProfile(String profile) {
        String offer = Offers.read(Offers.OBS).replace("42e01f", profile);

        assertThat(Offers.ingest(offer).answer().write()).contains("profile-level-id=" + profile);
    }

    @Test
    void prefersPacketizationModeOneWhereverItStands() {
        String offer =
                Offers.chromiumSendingH264()
                        .replace(
                                "102 level-asymmetry-allowed=1;packetization-mode=1",
                                "102 level-asymmetry-allowed=1;packetization-mode=0");

        assertThat(
                        Offers.ingest(offer)
                                .session()
                                .media(MediaKind.VIDEO)
                                .orElseThrow()
                                .payloadType())
                .isEqualTo(108);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packetization-mode=0;", ""})
    void acceptsSingleNalUnitMode(String mode) {
        String offer = Offers.read(Offers.OBS).replace("packetization-mode=1;", mode);

        assertThat(Offers.ingest(offer).session().media(MediaKind.VIDEO)).isPresent();
        assertThat(Offers.ingest(offer).answer().write()).doesNotContain("packetization-mode=1");
    }

    @Test
    void mirrorsDiscontinuousTransmission() {
        String offer = Offers.read(Offers.OBS).replace("useinbandfec=1", "useinbandfec=1;usedtx=1");

        assertThat(
                        Offers.ingest(offer)
                                .session()
                                .media(MediaKind.AUDIO)
                                .orElseThrow()
                                .codec()
                                .fmtp())
                .isEqualTo("minptime=10;useinbandfec=1;stereo=1;usedtx=1");
    }

    @Test
    void acceptsSendrecvAndAnswersRecvonly() {
        String offer = Offers.read(Offers.CHROMIUM_SEND).replace("a=sendonly", "a=sendrecv");

        assertThat(Offers.ingest(offer).answer().media())
                .allSatisfy(
                        section ->
                                assertThat(section.writtenDirection())
                                        .contains(Direction.RECVONLY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recvonly", "inactive"})
    void rejectsSectionsThatSendNothingAndKeepsTheRest(String direction) {
        String offer = Offers.read(Offers.CHROMIUM_SEND);
        int video = offer.indexOf("m=video");
        String changed =
                offer.substring(0, video)
                        + offer.substring(video).replace("a=sendonly", "a=" + direction);
        NegotiationResult.Accepted accepted = Offers.ingest(changed);

        assertThat(accepted.answer().media()).extracting(MediaSection::port).containsExactly(9, 0);
        assertThat(accepted.answer().bundle()).containsExactly("0");
        assertThat(accepted.session().media()).hasSize(1);
    }

    @Test
    void keepsATaggedSectionThatSendsNothingInactive() {
        String offer = Offers.read(Offers.CHROMIUM_SEND).replaceFirst("a=sendonly", "a=recvonly");
        NegotiationResult.Accepted accepted = Offers.ingest(offer);

        assertThat(accepted.answer().media())
                .extracting(section -> section.writtenDirection().orElseThrow())
                .containsExactly(Direction.INACTIVE, Direction.RECVONLY);
        assertThat(accepted.answer().bundle()).containsExactly("0", "1");
        assertThat(accepted.session().media())
                .extracting(NegotiatedMedia::mid)
                .containsExactly("1");
    }

    @Test
    void rejectsDataChannelsWithAFormatLeft() {
        String offer =
                Offers.read(Offers.CHROMIUM_SEND).replace("BUNDLE 0 1", "BUNDLE 0 1 2")
                        + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                        + "c=IN IP4 0.0.0.0\r\na=mid:2\r\na=sctp-port:5000\r\n";
        NegotiationResult.Accepted accepted = Offers.ingest(offer);

        assertThat(accepted.answer().media().getLast())
                .isEqualTo(
                        new MediaSection(
                                "application",
                                0,
                                "UDP/DTLS/SCTP",
                                List.of("webrtc-datachannel"),
                                "IN IP4 0.0.0.0",
                                List.of(new Attribute("mid", "2"), Attribute.flag("inactive"))));
        assertThat(accepted.answer().bundle()).containsExactly("0", "1");
    }

    @Test
    void readsTheTransportOfATaggedSectionThatItRejects() {
        String transport = "a=ice-ufrag:Zhui\r\na=ice-pwd:7F8F07WlyWUKReoXNYQUmrH0\r\n";
        String offer = Offers.read(Offers.CHROMIUM_SEND);
        String bare = offer.replace(transport, "");
        String tagged =
                bare.replace("BUNDLE 0 1", "BUNDLE 2 0 1")
                        + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n"
                        + transport;

        assertThat(Offers.ingest(tagged).session().remoteIce().ufrag()).isEqualTo("Zhui");
    }

    @Test
    void acceptsOneSectionWithoutBundle() {
        String offer = Offers.read(Offers.FFMPEG_VIDEO).replace("a=group:BUNDLE 0 1\r\n", "");
        NegotiationResult.Accepted accepted = Offers.ingest(offer);

        assertThat(accepted.answer().has("group")).isFalse();
        assertThat(accepted.session().tagged().mid()).isEqualTo("1");
        assertThat(accepted.answer().media().getFirst().candidates()).hasSize(2);
    }

    @Test
    void dropsTransportFeedbackWithoutItsExtension() {
        String offer =
                Offers.read(Offers.CHROMIUM_SEND)
                        .lines()
                        .filter(line -> !line.contains("transport-wide-cc"))
                        .reduce("", (text, line) -> text + line + "\r\n");

        assertThat(Offers.ingest(offer).answer().write()).doesNotContain("transport-cc");
    }

    @Test
    void turnsTheDirectionOfExtensionsRound() {
        String offer =
                Offers.read(Offers.CHROMIUM_SEND)
                        .replace("extmap:4 ", "extmap:4/sendonly ")
                        .replace("extmap:2 ", "extmap:2/recvonly ")
                        .replace("extmap:3 ", "extmap:15 ");
        MediaSection audio = Offers.ingest(offer).answer().media().getFirst();

        assertThat(audio.all("extmap"))
                .containsExactly("4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Offers.CHROMIUM_SEND,
                Offers.FFMPEG,
                Offers.FFMPEG_VIDEO,
                Offers.OBS,
                Offers.GSTREAMER_SEND,
                Offers.BUNDLE_ONLY
            })
    void writesAnswersThatReadBack(String name) {
        SessionDescription answer = Offers.ingest(Offers.read(name)).answer();

        assertThat(SessionDescription.parse(answer.write()))
                .isEqualTo(new SdpResult.Parsed<>(answer));
        assertThat(answer.media())
                .allSatisfy(section -> assertThat(section.has("rtcp-mux-only")).isTrue());
        assertThat(answer.media().stream().filter(section -> section.endOfCandidates())).hasSize(1);
        assertThat(answer.iceLite()).isTrue();
    }
}
