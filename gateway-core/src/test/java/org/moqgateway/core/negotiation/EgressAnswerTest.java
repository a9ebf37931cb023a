package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.Msid;
import org.moqgateway.core.sdp.SdpResult;
import org.moqgateway.core.sdp.SessionDescription;

class EgressAnswerTest {
    private static final String DESCRIPTOR =
            "a=extmap:13/recvonly https://aomediacodec.github.io/av1-rtp-spec/"
                    + "#dependency-descriptor-rtp-header-extension";

    @Test
    void answersChromiumWithWhatTheBroadcastHas() {
        NegotiationResult.Accepted accepted =
                Offers.egress(Offers.read(Offers.CHROMIUM_RECEIVE), Offers.H264, Offers.OPUS);
        MediaSection audio = accepted.answer().media().getFirst();
        MediaSection video = accepted.answer().media().getLast();

        assertThat(audio.formats()).containsExactly("111");
        assertThat(video.formats()).containsExactly("108", "109");
        assertThat(audio.all("ssrc"))
                .containsExactly("11 cname:moq-gateway", "11 msid:stream stream-audio");
        assertThat(video.all("ssrc"))
                .containsExactly(
                        "4000000000 cname:moq-gateway",
                        "4000000000 msid:stream stream-video",
                        "13 cname:moq-gateway",
                        "13 msid:stream stream-video");
        assertThat(video.all("ssrc-group")).containsExactly("FID 4000000000 13");
        assertThat(accepted.session().media())
                .extracting(NegotiatedMedia::direction)
                .containsOnly(Direction.SENDONLY);
        assertThat(accepted.session().media(MediaKind.VIDEO).orElseThrow().local())
                .isEqualTo(new Ssrcs(4_000_000_000L, 13));
    }

    @Test
    void putsBothTracksIntoOneMediaStream() {
        assertThat(
                        Offers.egress(Offers.read(Offers.FIREFOX_RECEIVE), Offers.H264, Offers.OPUS)
                                .answer()
                                .media())
                .extracting(section -> section.msid().orElseThrow())
                .containsExactly(
                        new Msid("stream", "stream-video"), new Msid("stream", "stream-audio"));
    }

    @Test
    void rejectsAKindThatTheBroadcastLacksButKeepsItsFormat() {
        NegotiationResult.Accepted accepted =
                Offers.egress(Offers.read(Offers.CHROMIUM_RECEIVE), Offers.OPUS);
        MediaSection video = accepted.answer().media().getLast();

        assertThat(video.port()).isZero();
        assertThat(video.formats()).containsExactly("96");
        assertThat(video.all("rtpmap")).containsExactly("96 VP8/90000");
        assertThat(accepted.answer().bundle()).containsExactly("0");
        assertThat(accepted.session().media())
                .extracting(NegotiatedMedia::kind)
                .containsExactly(MediaKind.AUDIO);
    }

    /// Chromium 156 with `max-bundle` fails to apply an answer that rejects the section of its only
    /// transport ("Failed to setup RTCP mux").
    @Test
    void keepsTheTaggedSectionInactiveToCarryTheTransport() {
        NegotiationResult.Accepted accepted =
                Offers.egress(Offers.read(Offers.CHROMIUM_RECEIVE), Offers.H264);
        MediaSection audio = accepted.answer().media().getFirst();

        assertThat(audio.port()).isEqualTo(9);
        assertThat(audio.writtenDirection()).contains(Direction.INACTIVE);
        assertThat(audio.formats()).containsExactly("111");
        assertThat(audio.all("rtpmap")).containsExactly("111 opus/48000/2");
        assertThat(audio.candidates()).hasSize(2);
        assertThat(audio.iceParameters()).contains(Offers.LOCAL.ice());
        assertThat(accepted.answer().media().getLast().candidates()).isEmpty();
        assertThat(accepted.answer().bundle()).containsExactly("0", "1");
        assertThat(accepted.session().tagged()).isEqualTo(new TaggedSection("0", "audio", "111"));
        assertThat(accepted.session().media())
                .extracting(NegotiatedMedia::kind)
                .containsExactly(MediaKind.VIDEO);
    }

    @Test
    void rejectsAKindWithoutCommonCodec() {
        String offer = Offers.read(Offers.CHROMIUM_RECEIVE).replace("H264/90000", "H265/90000");
        NegotiationResult.Accepted accepted = Offers.egress(offer, Offers.H264, Offers.OPUS);

        assertThat(accepted.answer().media()).extracting(MediaSection::port).containsExactly(9, 0);
        assertThat(accepted.answer().media().getLast().formats()).containsExactly("96");
    }

    /// As Chromium offers it to a page that asks for it.
    @Test
    void agreesToDependencyDescriptorsWhereItSendsAv1Alone() {
        String offer =
                Offers.read(Offers.CHROMIUM_RECEIVE)
                        .replace("a=extmap:13 urn:3gpp:video-orientation", DESCRIPTOR);
        NegotiationResult.Accepted av1 =
                Offers.egress(offer, AvailableCodec.of("av01.0.08M.08").orElseThrow());
        NegotiationResult.Accepted h264 = Offers.egress(offer, Offers.H264);

        assertThat(offer).contains(DESCRIPTOR);
        assertThat(av1.session().media().getFirst().extensions())
                .isEqualTo(new ExtensionIds(4, 2, 3, 13));
        assertThat(av1.answer().write())
                .contains(DESCRIPTOR.replace("recvonly", "sendonly") + "\r\n");
        assertThat(h264.session().media().getFirst().extensions())
                .isEqualTo(new ExtensionIds(4, 2, 3, -1));
        assertThat(h264.answer().write()).doesNotContain("dependency-descriptor");
    }

    @Test
    void sendsNoDescriptorsToThoseWhoDoNotAsk() {
        NegotiationResult.Accepted av1 =
                Offers.egress(
                        Offers.read(Offers.CHROMIUM_RECEIVE),
                        AvailableCodec.of("av01.0.08M.08").orElseThrow());

        assertThat(av1.session().media().getFirst().extensions().dependencyDescriptor())
                .isEqualTo(-1);
    }

    @Test
    void keepsAFormatForASectionOfferedWithoutAny() {
        String offer = Offers.read(Offers.CHROMIUM_RECEIVE) + "m=audio 0 UDP/TLS/RTP/SAVPF\r\n";

        assertThat(Offers.egress(offer, Offers.H264).answer().media().getLast().formats())
                .containsExactly("0");
    }

    @Test
    void answersAudioOnlyPlayers() {
        String offer = Offers.read(Offers.CHROMIUM_RECEIVE).replaceFirst("(?s)m=video.*", "");

        assertThat(Offers.egress(offer, Offers.H264, Offers.OPUS).session().media())
                .extracting(NegotiatedMedia::kind)
                .containsExactly(MediaKind.AUDIO);
    }

    @ParameterizedTest
    @CsvSource({
        "avc1.42e01f,108", // the constrained baseline that is offered
        "avc1.42c01e,108", // another level and flags of the same subset
        "avc3.42001f,102", // plain baseline
        "avc1.4d0028,116", // main
        "avc1.640028,41", // high, offered last
        "avc1.58001f,41" // extended: nobody offers it, a richer profile comes nearest
    })
    void choosesTheOfferedFormatNearestToTheBroadcast(String codecString, int payloadType) {
        assertThat(
                        Offers.egress(
                                        Offers.read(Offers.CHROMIUM_RECEIVE),
                                        AvailableCodec.of(codecString).orElseThrow())
                                .session()
                                .media()
                                .getFirst()
                                .payloadType())
                .isEqualTo(payloadType);
    }

    @Test
    void acceptsPlayersThatLeaveThePacketizationModeOut() {
        NegotiationResult.Accepted accepted =
                Offers.egress(Offers.read(Offers.GSTREAMER_RECEIVE), Offers.H264, Offers.OPUS);

        assertThat(accepted.session().media())
                .extracting(NegotiatedMedia::payloadType)
                .containsExactly(101, 97);
        assertThat(accepted.answer().media().getFirst().has("fmtp")).isFalse();
        assertThat(accepted.answer().media().getLast().port()).isEqualTo(9);
    }

    @Test
    void answersStereoOnlyToPlayersThatWantIt() {
        String stereo =
                Offers.egress(Offers.read(Offers.FIREFOX_RECEIVE), Offers.OPUS).answer().write();
        String mono =
                Offers.egress(Offers.read(Offers.CHROMIUM_RECEIVE), Offers.OPUS).answer().write();

        assertThat(stereo).contains("minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1\r\n");
        assertThat(mono).contains("minptime=10;useinbandfec=1\r\n");
    }

    @Test
    void hasNoRetransmissionStreamWhereNoneWasOffered() {
        NegotiatedMedia video =
                Offers.egress(Offers.read(Offers.GSTREAMER_RECEIVE), Offers.H264)
                        .session()
                        .media()
                        .getFirst();

        assertThat(video.rtxPayloadType()).isEqualTo(-1);
        assertThat(video.local().rtx()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Offers.CHROMIUM_RECEIVE, Offers.FIREFOX_RECEIVE, Offers.GSTREAMER_RECEIVE})
    void writesAnswersThatReadBack(String name) {
        SessionDescription answer =
                Offers.egress(Offers.read(name), Offers.H264, Offers.OPUS).answer();

        assertThat(SessionDescription.parse(answer.write()))
                .isEqualTo(new SdpResult.Parsed<>(answer));
        assertThat(answer.media())
                .allSatisfy(
                        section -> {
                            assertThat(section.has("rtcp-mux-only")).isTrue();
                            assertThat(section.writtenDirection()).contains(Direction.SENDONLY);
                        });
    }

    @Test
    void knowsTheCodecStringsThatItCanSend() {
        assertThat(AvailableCodec.of("avc1.640028"))
                .map(AvailableCodec::codec)
                .contains(RtpCodec.H264);
        assertThat(AvailableCodec.of("avc3.42E01F"))
                .map(AvailableCodec::codec)
                .contains(RtpCodec.H264);
        assertThat(AvailableCodec.of("opus")).map(AvailableCodec::codec).contains(RtpCodec.OPUS);
        assertThat(AvailableCodec.of("mp4a.40.2")).isEmpty();
        assertThat(AvailableCodec.of("avc1")).isEmpty();
        assertThat(AvailableCodec.of("")).isEmpty();
    }
}
