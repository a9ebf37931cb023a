package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.negotiation.NegotiationResult.Reason;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.sdp.SessionDescription;

/// Answers in the shapes that servers give them, written for this test with our offer's payload
/// types: what stands at which level, what is left out and what is added follows pion's (MediaMTX,
/// Broadcast Box, LiveKit), Janus's and mediasoup's descriptions; names, keys and addresses are
/// made up.
class ForeignAnswersTest {
    private static final String FINGERPRINT = "sha-256 " + "0A:".repeat(31) + "0B";
    private static final IceParameters ICE =
            new IceParameters("TheirUfrag", "TheirPassword0123456789012345678");
    private static final LocalParameters CLIENT =
            new LocalParameters(
                    7,
                    new IceParameters("ClientUfrag", "ClientPassword0123456789"),
                    Offers.LOCAL.candidates(),
                    Offers.LOCAL.fingerprint(),
                    new LocalStreams("client", "client-stream", 21, 22, 23));
    private static final SessionDescription RECEIVING = Offerer.offerToReceive(CLIENT);
    private static final List<AvailableCodec> SENT = List.of(Offers.H264, Offers.OPUS);
    private static final SessionDescription SENDING = Offerer.offerToSend(CLIENT, SENT);

    /// Credentials in each section, the fingerprint at the session, several codecs left.
    private static final String PION_SENDS =
            """
            v=0
            o=- 4215775240449105457 1760000000 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=msid-semantic:WMS *
            a=fingerprint:%1$s
            a=extmap-allow-mixed
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111 9 0 8
            c=IN IP4 0.0.0.0
            a=setup:active
            a=mid:0
            a=ice-ufrag:%2$s
            a=ice-pwd:%3$s
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtcp-fb:111 transport-cc
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            a=ssrc:815209216 cname:one
            a=ssrc:815209216 msid:one audio
            a=msid:one audio
            a=sendonly
            a=candidate:2437072876 1 udp 2130706431 192.0.2.7 8189 typ host ufrag abc
            a=candidate:2437072876 2 udp 2130706431 192.0.2.7 8189 typ host ufrag abc
            a=candidate:1677722 1 tcp 1671430143 192.0.2.7 8189 typ host tcptype passive
            a=candidate:7 1 udp 2130706431 0d9f3c1e-5a0e-4a0e-9b8e-111111111111.local 4000 typ host
            a=end-of-candidates
            m=video 9 UDP/TLS/RTP/SAVPF 108 109 96 97 98 99
            c=IN IP4 0.0.0.0
            a=setup:active
            a=mid:1
            a=ice-ufrag:%2$s
            a=ice-pwd:%3$s
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:108 VP8/90000
            a=rtcp-fb:108 nack pli
            a=rtpmap:109 rtx/90000
            a=fmtp:109 apt=108
            a=rtpmap:96 H264/90000
            a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
            a=rtcp-fb:96 nack
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=rtpmap:98 H264/90000
            a=fmtp:98 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
            a=rtpmap:99 rtx/90000
            a=fmtp:99 apt=98
            a=ssrc:3911097911 cname:one
            a=ssrc:3911097911 msid:one video
            a=msid:one video
            a=sendonly
            """
                    .formatted(FINGERPRINT, ICE.ufrag(), ICE.password());

    /// Everything at the session, lite, the second section rejected, no mid, no rtcp-mux.
    private static final String TERSE_TAKES =
            """
            v=0
            o=mediaserver 10000 1 IN IP4 0.0.0.0
            s=-
            t=0 0
            a=ice-lite
            a=fingerprint:%s
            a=ice-ufrag:%s
            a=ice-pwd:%s
            a=setup:passive
            m=audio 0 UDP/TLS/RTP/SAVPF 111
            m=video 7 UDP/TLS/RTP/SAVPF 96
            c=IN IP4 192.0.2.9
            a=rtpmap:96 H264/90000
            a=sendrecv
            a=candidate:udp 1 udp 1076558079 192.0.2.9 40000 typ host
            """
                    .formatted(FINGERPRINT, ICE.ufrag(), ICE.password());

    private static NegotiatedSession receiving(String answer) {
        return Offers.accepted(Offerer.digest(RECEIVING, answer, CLIENT)).session();
    }

    private static NegotiationResult sending(String answer) {
        return Offerer.digest(SENDING, answer, CLIENT, SENT);
    }

    @Test
    void everyCodecOfTheAnswerMayBeSent() {
        NegotiatedSession session = receiving(PION_SENDS);

        assertThat(session.dtlsRole()).isEqualTo(HandshakeRole.SERVER);
        assertThat(session.remoteIceLite()).isFalse();
        assertThat(session.remoteIce()).isEqualTo(ICE);
        assertThat(session.remoteCandidates())
                .extracting(Candidate::transport)
                .containsExactly("udp", "udp", "tcp", "udp");
        NegotiatedMedia audio = session.media().getFirst();
        assertThat(audio.payloadType()).isEqualTo(111);
        assertThat(audio.alternatives())
                .extracting(each -> each.codec().codec())
                .containsExactly(RtpCodec.G722, RtpCodec.PCMU, RtpCodec.PCMA);
        NegotiatedMedia video = session.media().getLast();
        assertThat(video.codec().codec()).isEqualTo(RtpCodec.VP8);
        assertThat(video.remote().primary()).isEqualTo(3_911_097_911L);
        assertThat(video.feedback().nack()).isFalse();
        assertThat(video.alternatives())
                .extracting(NegotiatedMedia::payloadType)
                .containsExactly(96, 98);
        assertThat(video.alternatives().getFirst().feedback().nack()).isTrue();
        assertThat(video.alternatives().getFirst().rtxPayloadType()).isEqualTo(97);
    }

    @Test
    void opusThatMayComeWithinRedIsOneCodec() {
        String answer =
                PION_SENDS
                        .replace("SAVPF 111 9 0 8", "SAVPF 111 63")
                        .replace(
                                "a=rtcp-fb:111",
                                "a=rtpmap:63 red/48000/2\na=fmtp:63 111/111\na=rtcp-fb:111");
        NegotiatedMedia audio = receiving(answer).media().getFirst();

        assertThat(audio.codec().redPayloadType()).isEqualTo(63);
        assertThat(audio.alternatives()).isEmpty();
    }

    @Test
    void whatTheOrderOfSectionsTellsNeedNotBeSaid() {
        NegotiatedSession session = Offers.accepted(sending(TERSE_TAKES)).session();

        assertThat(session.media()).singleElement().extracting(NegotiatedMedia::mid).isEqualTo("1");
        assertThat(session.remoteIceLite()).isTrue();
        assertThat(session.dtlsRole()).isEqualTo(HandshakeRole.CLIENT);
        assertThat(session.remoteIce()).isEqualTo(ICE);
        assertThat(session.remoteFingerprints()).hasSize(1);
        assertThat(session.remoteCandidates()).hasSize(1);
    }

    @Test
    void oneTransportNeedsNoGroup() {
        NegotiatedSession session = receiving(PION_SENDS.replace("a=group:BUNDLE 0 1\n", ""));

        assertThat(session.media()).hasSize(2);
        assertThat(session.bundle()).containsExactly("0", "1");
    }

    @Test
    void twoTransportsAreRefused() {
        String answer =
                PION_SENDS
                        .replace("a=group:BUNDLE 0 1\n", "")
                        .replaceFirst("a=ice-ufrag:TheirUfrag", "a=ice-ufrag:OtherUfrag");

        assertThat(Offers.refused(Offerer.digest(RECEIVING, answer, CLIENT)).detail())
                .contains("BUNDLE");
    }

    @Test
    void ofSeveralCodecsTheFirstThatTheBroadcastHasIsSent() {
        String answer =
                PION_SENDS
                        .replace("a=sendonly", "a=recvonly")
                        .replace("SAVPF 111 9 0 8", "SAVPF 9 0 111");
        NegotiatedSession session = Offers.accepted(sending(answer)).session();

        assertThat(session.media())
                .extracting(each -> each.codec().codec())
                .containsExactly(RtpCodec.OPUS, RtpCodec.H264);
        assertThat(session.media()).allSatisfy(each -> assertThat(each.alternatives()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=inactive", "a=sendonly"})
    void answersThatTakeNothingAreRefused(String direction) {
        assertThat(Offers.refused(sending(TERSE_TAKES.replace("a=sendrecv", direction))).detail())
                .contains("takes neither audio nor video");
    }

    @Test
    void candidatesOfTheSessionCount() {
        String answer =
                TERSE_TAKES.replace(
                        "a=setup:passive",
                        "a=setup:passive\na=candidate:9 1 udp 5 192.0.2.10 1 typ host");

        assertThat(Offers.accepted(sending(answer)).session().remoteCandidates()).hasSize(2);
    }

    @Test
    void hugeAnswersAreRefusedOrCutShort() {
        String many =
                IntStream.range(0, 1900)
                        .mapToObj(
                                i -> "a=candidate:%d 1 udp 5 192.0.2.10 1 typ host\n".formatted(i))
                        .collect(Collectors.joining());

        assertThat(Offers.accepted(sending(TERSE_TAKES + many)).session().remoteCandidates())
                .hasSizeLessThanOrEqualTo(128);
        assertThat(Offers.refused(sending(TERSE_TAKES + many + many)).reason())
                .isEqualTo(Reason.MALFORMED_SDP);
        assertThat(Offers.refused(sending(TERSE_TAKES + "m=video 9 X 1\n".repeat(31))).reason())
                .isEqualTo(Reason.MALFORMED_SDP);
        assertThat(Offers.refused(sending(TERSE_TAKES + "m=video 9 X 1\n".repeat(3))).reason())
                .isEqualTo(Reason.UNPROCESSABLE_OFFER);
        assertThat(Offers.refused(sending(TERSE_TAKES + "a=x:" + "y".repeat(140_000))).reason())
                .isEqualTo(Reason.MALFORMED_SDP);
    }

    @Test
    void readsOrRefusesEveryPrefix() {
        for (String answer : List.of(PION_SENDS, TERSE_TAKES)) {
            for (int end = 0; end < answer.length(); end++) {
                assertThat(Offerer.digest(RECEIVING, answer.substring(0, end), CLIENT)).isNotNull();
                assertThat(sending(answer.substring(0, end))).isNotNull();
            }
        }
    }
}
