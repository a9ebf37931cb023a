package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.rtcp.ReportBlock;
import org.moqgateway.core.rtp.BigEndian;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

/// One viewer of a [FeedFixture] and what it was sent.
final class TrackFixture implements PacketOut, KeyframeRequests {
    static final int FIRST_RTP = 0x7fff_ff00; // Soon to wrap into the negative.

    private static final byte SSRC = 9;

    final List<Sent> sent = new ArrayList<>();
    final EgressTrack track;
    private final MediaLoop loop;
    private final byte[] scratch = new byte[2 << 20];
    private final RtpPacket packet = new RtpPacket();
    private boolean publisherAnswers;
    private int requests;

    /// One packet.
    ///
    /// @param mediaUs of the frame in it
    /// @param ticks RTP timestamp, counted from the first of the stream
    record Sent(long mediaUs, int ticks, int sequenceNumber, long nowNanos) {}

    TrackFixture(MediaLoop loop, boolean video) {
        this.loop = loop;
        this.track =
                new EgressTrack(
                        new EgressTrack.Settings(
                                new RtpSendStream(
                                        new SendSettings(
                                                new SendSettings.Stream(SSRC, 96, 65_500),
                                                Optional.empty(),
                                                HeaderExtensions.NONE,
                                                256,
                                                1_000_000_000L),
                                        new TransportSequence(0)),
                                new EgressTimeline(),
                                video,
                                90_000,
                                FIRST_RTP,
                                this),
                        this);
    }

    /// From now on the publisher is known to answer keyframe requests.
    TrackFixture publisherAnswers() {
        publisherAnswers = true;
        return this;
    }

    /// The viewer reports that so many packets were lost in all.
    void misses(int cumulative) {
        byte[] block = new byte[ReportBlock.BYTES];
        block[3] = SSRC;
        block[7] = (byte) cumulative;
        track.reportBlock(new ReportBlock().wrap(block, 0), loop.nowNanos());
    }

    /// How often a keyframe was asked for.
    int requests() {
        return requests;
    }

    @Override
    public boolean request(long nowNanos) {
        requests++;
        return publisherAnswers;
    }

    @Override
    public byte[] scratch() {
        return scratch;
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        packet.wrap(buffer, offset, length);
        sent.add(
                new Sent(
                        BigEndian.i64(buffer, packet.payloadOffset()),
                        packet.rtpTimestamp() - FIRST_RTP,
                        packet.sequenceNumber(),
                        loop.nowNanos()));
    }

    /// Pumps when the track says so or the feed has something new.
    void pumpIfDue() {
        if (track.nextDeadlineNanos() <= loop.nowNanos()) {
            track.pump(loop.nowNanos());
        }
    }

    List<Long> media() {
        return sent.stream().map(Sent::mediaUs).toList();
    }

    Sent last() {
        return sent.getLast();
    }
}
