package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.opus.OpusPacket;
import org.moqgateway.core.negotiation.ExtensionIds;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.negotiation.NegotiatedCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.Ssrcs;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.sdp.Direction;
import org.moqgateway.moq.model.TrackConsumer;

/// Publishers whose audio is not plain Opus.
class IngestAudioTest {
    private static final int RED = 63;
    private static final int OPUS = 111;

    private int sequence;

    private static NegotiatedMedia audio(RtpCodec codec, int payloadType, int red) {
        return new NegotiatedMedia(
                "1",
                Direction.RECVONLY,
                new NegotiatedCodec(
                        codec, payloadType, codec.clockRateHz(), codec.channels(), "", "", -1, red),
                new Feedback(false, false, false, false, false),
                new ExtensionIds(-1, -1, -1, -1),
                Ssrcs.NONE,
                new Ssrcs(77, -1));
    }

    private void send(PublisherFixture publisher, int type, int timestamp, byte[] payload) {
        byte[] packet = new byte[12 + payload.length];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) type;
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence++;
        packet[4] = (byte) (timestamp >> 24);
        packet[5] = (byte) (timestamp >> 16);
        packet[6] = (byte) (timestamp >> 8);
        packet[7] = (byte) timestamp;
        packet[11] = 9;
        System.arraycopy(payload, 0, packet, 12, payload.length);
        publisher.packet(packet, 0, packet.length);
    }

    /// RFC 2198 §3: one packet behind its predecessor.
    private static byte[] red(byte[] before, byte[] packet) {
        byte[] payload = new byte[5 + before.length + packet.length];
        int offset = 960 << 10 | before.length;
        payload[0] = (byte) (0x80 | OPUS);
        payload[1] = (byte) (offset >> 16);
        payload[2] = (byte) (offset >> 8);
        payload[3] = (byte) offset;
        payload[4] = OPUS;
        System.arraycopy(before, 0, payload, 5, before.length);
        System.arraycopy(packet, 0, payload, 5 + before.length, packet.length);
        return payload;
    }

    @Test
    void packetThatWasLostIsTakenFromTheNextOne() {
        PublisherFixture publisher = new PublisherFixture(audio(RtpCodec.OPUS, OPUS, RED));
        TrackConsumer track = publisher.track("0.opus");
        byte[] before = SyntheticMedia.opus(0, 40);
        send(publisher, OPUS, 0, before); // Browsers begin with a plain packet.
        for (int i = 1; i <= 10; i++) {
            byte[] packet = SyntheticMedia.opus(i, 40);
            if (i == 4) {
                sequence++; // Lost.
            } else {
                send(publisher, RED, 960 * i, red(before, packet));
            }
            before = packet;
            publisher.peer.run(20);
        }
        publisher.peer.run(500);

        assertThat(PublisherFixture.numbers(track))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void redundancyThatWasNotNegotiatedIsNotTaken() {
        PublisherFixture publisher = new PublisherFixture(audio(RtpCodec.OPUS, OPUS, -1));
        TrackConsumer track = publisher.track("0.opus");
        send(publisher, RED, 0, red(SyntheticMedia.opus(0, 40), SyntheticMedia.opus(1, 40)));
        publisher.peer.run(20);

        assertThat(PublisherFixture.numbers(track)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 0", "PCMA, 8", "G722, 9"})
    void telephoneIsPublishedAsOpusOfOneChannel(RtpCodec codec, int payloadType) {
        PublisherFixture publisher = new PublisherFixture(audio(codec, payloadType, -1));
        TrackConsumer consumer = publisher.track("0.opus");
        for (int i = 0; i < 50; i++) {
            byte[] sound = new byte[160];
            for (int j = 0; j < sound.length; j++) {
                sound[j] = (byte) (j * 7 + i);
            }
            send(publisher, payloadType, 160 * i, sound);
            publisher.peer.run(20);
        }
        List<OpusPacket> packets =
                PublisherFixture.read(consumer).stream()
                        .map(packet -> OpusPacket.parse(packet, 0, packet.length))
                        .toList();

        assertThat(packets)
                .hasSizeBetween(49, 50)
                .allSatisfy(
                        packet ->
                                assertThat(packet)
                                        .isInstanceOfSatisfying(
                                                OpusPacket.Valid.class,
                                                valid -> {
                                                    assertThat(valid.durationSamples())
                                                            .isEqualTo(960);
                                                    assertThat(valid.stereo()).isFalse();
                                                }));
        assertThat(publisher.media.status(publisher.loop.nowNanos()).orElseThrow().tracks())
                .singleElement()
                .isInstanceOfSatisfying(
                        IngestTrackStatus.Audio.class,
                        track -> {
                            assertThat(track.codec()).isEqualTo("opus");
                            assertThat(track.channels()).isEqualTo(1);
                            assertThat(track.sampleRate()).isEqualTo(48_000);
                        });
    }
}
