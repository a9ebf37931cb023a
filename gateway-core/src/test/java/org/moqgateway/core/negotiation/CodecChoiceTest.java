package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.core.negotiation.SessionProblem.Code;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.sdp.MediaSection;

/// Which format is chosen of the offers of real peers.
class CodecChoiceTest {
    private static Availability broadcast(String codecs) {
        return Availability.of(
                Arrays.stream(codecs.split(" ", -1))
                        .map(codec -> AvailableCodec.of(codec).orElseThrow())
                        .toList());
    }

    private static NegotiationResult.Accepted answer(String offer, Availability available) {
        return Offers.accepted(Answerer.answerEgress(offer, Offers.LOCAL, available));
    }

    private static List<Code> codes(NegotiationResult.Accepted accepted) {
        return accepted.problems().stream().map(SessionProblem::code).toList();
    }

    /// What plays: offer, the broadcast's renditions, payload type of the video.
    @ParameterizedTest
    @CsvSource({
        "chromium-156-recvonly.sdp, avc3.42e01f, 108",
        "chromium-156-recvonly.sdp, vp8, 96",
        "chromium-156-recvonly.sdp, vp09.00.31.08, 98",
        "chromium-156-recvonly.sdp, vp9, 98",
        "chromium-156-recvonly.sdp, vp09.02.31.10, 100",
        "chromium-156-recvonly.sdp, vp09.01.31.08, 35",
        "chromium-156-recvonly.sdp, vp09.03.31.12, 37",
        "chromium-156-recvonly.sdp, av01.0.08M.08, 45",
        "chromium-156-recvonly.sdp, av01.0.08M.10, 45",
        "chromium-156-recvonly.sdp, av01.1.08M.08, 47",
        "chromium-156-recvonly.sdp, avc1.f4001f, 41",
        "chromium-156-recvonly.sdp, avc1.7a0028, 41",
        "chromium-156-recvonly.sdp, avc1.6e0028, 41",
        // The viewer's order decides, not that of the broadcast.
        "chromium-156-recvonly.sdp, avc3.42e01f vp8, 96",
        "chromium-156-recvonly.sdp, av01.0.08M.08 avc3.42e01f, 108",
        // Within a codec that of the broadcast does.
        "chromium-156-recvonly.sdp, avc3.4d0028 avc3.42e01f, 116",
        "chromium-156-recvonly.sdp, vp09.02.31.10 vp09.00.31.08, 100",
        // The first rendition does not fit, the second does.
        "firefox-recvonly.sdp, avc3.7a0028 avc3.64001f, 126",
        "firefox-recvonly.sdp, vp09.02.31.10 vp09.00.31.08, 121",
        "firefox-recvonly.sdp, avc3.42c01f, 126",
        "firefox-recvonly.sdp, avc3.640028, 126",
        "firefox-recvonly.sdp, vp8, 120",
        "firefox-recvonly.sdp, avc3.42e01f vp8, 120",
        "safari-recvonly.sdp, avc3.42e01f, 98",
        "safari-recvonly.sdp, avc3.640028, 96",
        "safari-recvonly.sdp, hev1.1.6.L93.B0, 104",
        "safari-recvonly.sdp, hvc1.1.6.L120.90, 104",
        "safari-recvonly.sdp, hev1.1.6.L93.B0 avc3.640028, 96",
        "safari-recvonly.sdp, vp8 hev1.1.6.L93.B0, 104",
        "safari-recvonly.sdp, av01.0.04M.08, 114",
        "gstreamer-whepsrc.sdp, avc3.640028, 101",
        "gstreamer-whepsrc.sdp, vp8 avc3.640028, 101",
    })
    void firstCodecOfTheViewerThatTheBroadcastHas(String offer, String codecs, int payloadType) {
        NegotiationResult.Accepted accepted = answer(Offers.read(offer), broadcast(codecs));

        assertThat(accepted.session().media(MediaKind.VIDEO).orElseThrow().payloadType())
                .isEqualTo(payloadType);
        assertThat(accepted.problems()).isEmpty();
    }

    /// What does not play: offer, the broadcast's video, the reason, a word of its text.
    @ParameterizedTest
    @CsvSource({
        "chromium-156-recvonly.sdp, hev1.1.6.L93.B0, NO_COMMON_VIDEO_CODEC, VP8",
        "chromium-156-recvonly.sdp, av01.2.08M.12, VIDEO_PROFILE, 12 bits",
        "chromium-156-recvonly.sdp, av01.0.13H.08, VIDEO_PROFILE, tier H",
        "firefox-recvonly.sdp, avc1.6e0028, VIDEO_PROFILE, High 10",
        "firefox-recvonly.sdp, avc1.7a0028, VIDEO_PROFILE, High 4:2:2",
        "firefox-recvonly.sdp, avc1.f40028, VIDEO_PROFILE, High 4:4:4",
        "firefox-recvonly.sdp, vp09.01.31.08, VIDEO_PROFILE, profile 1",
        "firefox-recvonly.sdp, vp09.03.31.10, VIDEO_PROFILE, profile 3",
        "firefox-recvonly.sdp, av01.0.04M.08, NO_COMMON_VIDEO_CODEC, av01.0.04M.08",
        "safari-recvonly.sdp, avc1.7a0028, VIDEO_PROFILE, 4:2:2",
        "safari-recvonly.sdp, hev1.2.4.L93.B0, VIDEO_PROFILE, Main 10",
        "safari-recvonly.sdp, hev1.1.6.H150.B0, VIDEO_PROFILE, High tier",
        "safari-recvonly.sdp, av01.1.04M.08, VIDEO_PROFILE, AV1 profile 1",
        "gstreamer-whepsrc.sdp, vp8, NO_COMMON_VIDEO_CODEC, H264",
    })
    void sectionThatCannotShowTheVideoIsSwitchedOffWithAReason(
            String offer, String codec, Code code, String word) {
        // GStreamer's audio section is switched off in its offer.
        String sounding = Offers.read(offer).replace("m=audio 0", "m=audio 9");
        NegotiationResult.Accepted accepted = answer(sounding, broadcast(codec + " opus"));

        assertThat(accepted.session().media(MediaKind.VIDEO)).isEmpty();
        assertThat(accepted.session().media(MediaKind.AUDIO)).isPresent();
        assertThat(codes(accepted)).containsExactly(code);
        assertThat(accepted.problems().getFirst().text()).contains(word);
        assertThat(accepted.answer().media())
                .filteredOn(section -> section.kind() == MediaKind.VIDEO)
                .singleElement()
                .satisfies(
                        video -> {
                            assertThat(video.formats()).hasSize(1);
                            assertThat(video.writtenDirection()).contains(Direction.INACTIVE);
                        });
    }

    @Test
    void audioThatCannotBeSentLeavesTheVideoPlaying() {
        Availability available =
                new Availability(
                        List.of(Offers.H264),
                        List.of(new Availability.Other(MediaKind.AUDIO, "mp4a.40.2")));
        NegotiationResult.Accepted accepted =
                answer(Offers.read(Offers.CHROMIUM_RECEIVE), available);
        MediaSection audio = accepted.answer().media().getFirst();

        assertThat(accepted.session().media(MediaKind.VIDEO)).isPresent();
        assertThat(audio.writtenDirection()).contains(Direction.INACTIVE);
        assertThat(audio.formats()).containsExactly("111");
        assertThat(codes(accepted)).containsExactly(Code.AUDIO_NOT_SENDABLE);
        assertThat(accepted.problems().getFirst().text()).contains("mp4a.40.2");
    }

    @Test
    void broadcastOfWhichNothingFitsIsRefusedWithTheReason() {
        assertThat(
                        Offers.refused(
                                        Answerer.answerEgress(
                                                Offers.read(Offers.FIREFOX_RECEIVE),
                                                Offers.LOCAL,
                                                broadcast("avc1.7a0028")))
                                .detail())
                .isEqualTo(
                        "no codec in common: the video is H.264 High 4:2:2 (avc1.7a0028), which"
                                + " this player cannot show; encode 8 bits, 4:2:0");
    }

    /// H.265 formats (RFC 7798 §7.1), a stream, and whether it is taken.
    @ParameterizedTest
    @CsvSource({
        "'', hev1.1.6.L93.B0, true",
        "'', hev1.2.4.L93.B0, false",
        "profile-id=2, hev1.2.4.L93.B0, true",
        "profile-id=2, hev1.1.6.L93.B0, true",
        "profile-id=1, hev1.2.6.L93.B0, true",
        "profile-id=2, hev1.1.2.L93.B0, false",
        "tier-flag=1, hev1.1.6.H120.B0, true",
        "tier-flag=1, hev1.1.6.L120.B0, true",
        "tier-flag=0, hev1.1.6.H120.B0, false",
        "level-id=93, hev1.1.6.L153.B0, true",
        "tx-mode=SRST, hev1.1.6.L93.B0, true",
        "tx-mode=MRST, hev1.1.6.L93.B0, false",
        "sprop-max-don-diff=2, hev1.1.6.L93.B0, false",
        "profile-space=1, hev1.1.6.L93.B0, false",
        "profile-id=x, hev1.1.6.L93.B0, false",
        "profile-id=1, hev1.A1.6.L93.B0, false",
        "profile-id=4, hev1.4.10.L93.B0, true",
        "profile-id=31, hev1.1.ffffffff.L93, true",
    })
    void h265FormatTakesItsProfileAndTier(String fmtp, String codecString, boolean taken) {
        NegotiatedCodec codec = new NegotiatedCodec(RtpCodec.H265, 104, 90_000, 1, "", fmtp, -1);

        assertThat(codec.takes(codecString)).isEqualTo(taken);
    }

    @Test
    void singleNalUnitsAreSentOnlyWhereTheModeIsNamed() {
        String firefox = Offers.read(Offers.FIREFOX_RECEIVE);
        String named = firefox.replace("packetization-mode=1", "packetization-mode=0");
        NegotiatedCodec one = video(firefox);
        NegotiatedCodec unsaid = video(named.replace(";packetization-mode=0", ""));
        NegotiatedCodec zero =
                video(
                        named.replace(
                                "97 profile-level-id=42e01f;",
                                "97 packetization-mode=0;profile-level-id=42e01f;"));

        assertThat(one.singleNalUnits()).isFalse();
        assertThat(unsaid.singleNalUnits()).isFalse();
        assertThat(zero.singleNalUnits()).isTrue();
        assertThat(zero.fmtp()).contains("packetization-mode=0");
    }

    private static NegotiatedCodec video(String offer) {
        return answer(offer, broadcast("avc3.42e01f"))
                .session()
                .media(MediaKind.VIDEO)
                .orElseThrow()
                .codec();
    }

    /// What is received: offer, replaced words, the codec.
    @ParameterizedTest
    @CsvSource({
        "chromium-156-sendonly.sdp, VP8, VP8, VP8, 96",
        "chromium-156-sendonly.sdp, VP8, H263, H264, 102",
        "chromium-156-sendonly.sdp, 96 VP8, 96 AV1, AV1, 96",
        "chromium-156-sendonly.sdp, 96 VP8, 96 vp9, VP9, 96",
        "chromium-156-sendonly.sdp, 96 VP8, 96 H265, H265, 96",
        "obs-libdatachannel.sdp, H264, H264, H264, 96",
        "obs-libdatachannel.sdp, H264, H265, H265, 96",
        "obs-libdatachannel.sdp, H264, AV1, AV1, 96",
        "ffmpeg-8-audio-video.sdp, H264, H264, H264, 106",
        "ffmpeg-8-audio-video.sdp, H264, VP8, VP8, 106",
        "ffmpeg-8-audio-video.sdp, H264, VP9, VP9, 106",
        "gstreamer-whipsink.sdp, H264, H264, H264, 96",
        "gstreamer-whipsink.sdp, H264, H265, H265, 96",
    })
    void firstCodecOfThePublisherThatIsKnown(
            String offer, String from, String to, RtpCodec codec, int payloadType) {
        NegotiatedMedia video =
                Offers.ingest(Offers.read(offer).replace(from, to))
                        .session()
                        .media(MediaKind.VIDEO)
                        .orElseThrow();

        assertThat(video.codec().codec()).isEqualTo(codec);
        assertThat(video.payloadType()).isEqualTo(payloadType);
    }

    /// The formats of an audio section and what is chosen of them.
    @ParameterizedTest
    @CsvSource({
        "111 63 9 0 8, OPUS, 111, -1",
        "63 111 9, OPUS, 111, 63",
        "63 9 111, G722, 9, -1",
        "9 0 8 111, G722, 9, -1",
        "0 8, PCMU, 0, -1",
        "13 8 0, PCMA, 8, -1",
    })
    void audioOfTelephonesAndRedundancyIsTaken(
            String formats, RtpCodec codec, int payloadType, int red) {
        boolean broken = formats.startsWith("63 9");
        String offer =
                Offers.read(Offers.CHROMIUM_SEND)
                        .replaceFirst("(m=audio \\d+ \\S+) [0-9 ]+", "$1 " + formats)
                        .replace("63 111/111", broken ? "63 111/9" : "63 111/111");
        NegotiationResult.Accepted accepted = Offers.ingest(offer);
        NegotiatedCodec audio = accepted.session().media(MediaKind.AUDIO).orElseThrow().codec();

        assertThat(audio.codec()).isEqualTo(codec);
        assertThat(audio.payloadType()).isEqualTo(payloadType);
        assertThat(audio.redPayloadType()).isEqualTo(red);
        assertThat(accepted.answer().media().getFirst().formats())
                .isEqualTo(red < 0 ? List.of("" + payloadType) : List.of("63", "111"));
    }

    @ParameterizedTest
    @CsvSource({"0, PCMU, 8000", "8, PCMA, 8000", "9, G722, 8000"})
    void staticPayloadTypeNeedsNoName(String format, RtpCodec codec, int clockRateHz) {
        String offer =
                Offers.read(Offers.OBS)
                        .replaceAll("a=(rtpmap|fmtp|rtcp-fb):111 .*\\r\\n", "")
                        .replaceFirst("(m=audio \\d+ \\S+) 111", "$1 " + format);
        NegotiatedCodec audio =
                Offers.ingest(offer).session().media(MediaKind.AUDIO).orElseThrow().codec();

        assertThat(audio.codec()).isEqualTo(codec);
        assertThat(audio.clockRateHz()).isEqualTo(clockRateHz);
    }

    @Test
    void answerWithRedundancyNamesWhatIsWithin() {
        String offer = Offers.read(Offers.CHROMIUM_SEND).replace("SAVPF 111 63", "SAVPF 63 111");
        String answer = Offers.ingest(offer).answer().write();

        assertThat(answer)
                .contains("SAVPF 63 111\r\n", "a=rtpmap:63 red/48000/2\r\n")
                .contains("a=fmtp:63 111/111\r\n", "a=rtpmap:111 opus/48000/2\r\n");
    }

    @Test
    void redundancyWithoutOpusIsNoCodec() {
        String offer =
                Offers.read(Offers.CHROMIUM_SEND)
                        .replaceFirst("(m=audio \\d+ \\S+) [0-9 ]+", "$1 63");

        assertThat(Offers.refused(Answerer.answerIngest(offer, Offers.LOCAL)).reason())
                .isEqualTo(NegotiationResult.Reason.NO_COMMON_CODEC);
    }

    @Test
    void telephoneCodecsAreNeverSent() {
        NegotiationResult result =
                Answerer.answerEgress(
                        Offers.read(Offers.CHROMIUM_RECEIVE).replace("opus/48000", "x/48000"),
                        Offers.LOCAL,
                        broadcast("opus"));

        assertThat(Offers.refused(result).reason())
                .isEqualTo(NegotiationResult.Reason.NO_COMMON_CODEC);
    }
}
