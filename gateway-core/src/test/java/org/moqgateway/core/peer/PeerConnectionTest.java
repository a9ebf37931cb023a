package org.moqgateway.core.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.peer.PeerConnection.State;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.send.Frames;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;

class PeerConnectionTest {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final PeerEnd OURS = new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "first");
    private static final PeerEnd LATER = new PeerEnd(PeerEnd.Reason.VANISHED, "second");

    private final PeerPair pair = new PeerPair();

    private void assertServerEndedOnce(PeerEnd end) {
        assertThat(pair.server.state()).isEqualTo(State.CLOSED);
        assertThat(pair.server.ending()).isEqualTo(end);
        assertThat(pair.serverMedia.ends).containsExactly(end);
        assertThat(pair.serverFinished()).isEqualTo(1);
        assertThat(pair.place.closed()).isEqualTo(1);
    }

    @Test
    void goesFromWaitingOverHandshakingToConnected() throws InterruptedException {
        assertThat(pair.server.state()).isEqualTo(State.WAITING);
        assertThat(pair.server.loop()).isNull();
        pair.loop.advance(SECOND_NANOS);
        pair.attach();
        pair.until(() -> pair.server.state() != State.WAITING);
        assertThat(pair.server.state()).isEqualTo(State.HANDSHAKING);
        assertThat(pair.server.remote()).isEqualTo(pair.clientAddress);
        assertThat(pair.place.addresses).containsExactly(pair.clientAddress);
        pair.until(() -> pair.server.state() == State.CONNECTED);

        assertThat(pair.serverMedia.connections()).isEqualTo(1);
        assertThat(pair.server.lastAliveNanos()).isGreaterThan(pair.server.createdNanos());
        assertThat(pair.server.loop()).isSameAs(pair.loop);
    }

    @Test
    void carriesMediaBothWaysAndCountsIt() throws InterruptedException {
        pair.connect();
        sendRtp(pair.clientMedia.out(), 7);
        sendReport(pair.serverMedia.out());
        pair.serverMedia.deadlineNanos(pair.loop.nowNanos());
        pair.server.wake(pair.loop.nowNanos());
        pair.clientMedia.deadlineNanos(pair.loop.nowNanos());
        pair.client.wake(pair.loop.nowNanos());
        pair.loop.settle();

        assertThat(pair.serverMedia.rtp).hasSize(7).allMatch(packet -> packet.length == 112);
        assertThat(pair.clientMedia.rtcp).hasSize(1);
        pair.server.close(OURS);
        pair.until(() -> pair.serverFinished() == 1 && pair.clientFinished() == 1);
        assertThat(pair.server.counters().packetsReceived()).isEqualTo(7);
        assertThat(pair.client.counters().packetsSent()).isEqualTo(7);
        assertThat(pair.server.counters().packetsSent()).isZero();
        assertThat(pair.server.counters().bytesReceived())
                .isGreaterThan(7 * 112)
                .isLessThanOrEqualTo(pair.client.counters().bytesSent() + 4_096);
    }

    private static void sendRtp(MediaOut out, int packets) {
        byte[] scratch = new byte[1500];
        PacketOut into =
                new PacketOut() {
                    @Override
                    public byte[] scratch() {
                        return scratch;
                    }

                    @Override
                    public void packet(byte[] buffer, int offset, int length) {
                        out.sendRtp(buffer, offset, length);
                    }
                };
        new RtpSendStream(
                        new SendSettings(
                                new SendSettings.Stream(5, 96, 1),
                                Optional.empty(),
                                HeaderExtensions.NONE,
                                16,
                                0),
                        new TransportSequence(0))
                .send(Frames.numbered(1, packets, 100), 0, 0, into);
        out.flush();
    }

    private static void sendReport(MediaOut out) {
        byte[] buffer = new byte[200];
        RtcpWriter writer = new RtcpWriter().begin(buffer, 0, 100);
        writer.receiverReport(1);
        out.sendRtcp(buffer, 0, writer.length());
        out.flush();
    }

    @Test
    void datagramsBeforeTheirTimeAndForgedOnesAreCounted() throws InterruptedException {
        pair.attach();
        byte[] rtp = new byte[40];
        rtp[0] = (byte) 0x80;
        pair.toServer(rtp);
        pair.toServer(new byte[] {22, 1, 2});
        pair.toServer(new byte[] {99});
        pair.toServer(new byte[0]);
        pair.until(() -> pair.serverMedia.connections() == 1);
        pair.toServer(rtp);
        rtp[1] = (byte) 200;
        pair.toServer(rtp);
        pair.server.close(OURS);
        pair.until(() -> pair.serverFinished() == 1);

        assertThat(pair.server.counters().unexpected()).isEqualTo(3);
        assertThat(pair.server.counters().srtpRejected()).isEqualTo(2);
        assertThat(pair.serverMedia.rtp).isEmpty();
        assertThat(pair.serverMedia.rtcp).isEmpty();
    }

    @Test
    void closedBeforeItsFirstDatagramItEndsOnTheCallersThread() {
        pair.server.close(OURS);
        pair.server.close(LATER);

        assertServerEndedOnce(OURS);
        pair.attach();
        pair.loop.advance(5 * SECOND_NANOS);
        assertServerEndedOnce(OURS);
        assertThat(pair.place.addresses).isEmpty();
    }

    @Test
    void closedDuringTheHandshakeItEndsOnce() throws InterruptedException {
        pair.attach();
        pair.until(() -> pair.server.state() == State.HANDSHAKING);
        pair.server.close(OURS);
        pair.server.close(LATER);
        assertThat(pair.server.state()).isEqualTo(State.CLOSED);
        pair.until(() -> pair.serverFinished() == 1);

        pair.loop.advance(SECOND_NANOS);
        assertServerEndedOnce(OURS);
        assertThat(pair.serverMedia.connections()).isZero();
    }

    @Test
    void closedInTheMomentThatIceFindsAPathItStaysClosed() throws InterruptedException {
        pair.place.onBind(() -> pair.server.close(OURS));
        pair.attach();
        pair.until(() -> pair.serverFinished() == 1);
        for (int i = 0; i < 50; i++) {
            pair.loop.advance(SECOND_NANOS / 100);
            pair.loop.awaitTask(2);
        }

        assertServerEndedOnce(OURS);
        assertThat(pair.serverMedia.connections()).isZero();
    }

    @Test
    void closedByItsMediaInTheMomentOfConnectingItEndsOnce() throws InterruptedException {
        RecordingMedia refusing =
                new RecordingMedia() {
                    @Override
                    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
                        super.connected(transport, loop, nowNanos);
                        transport.end(OURS);
                    }
                };
        PeerPair refused = new PeerPair(refusing).attach();
        refused.until(() -> refused.serverFinished() == 1 && refused.clientFinished() == 1);

        assertThat(refused.server.state()).isEqualTo(State.CLOSED);
        assertThat(refusing.ends).containsExactly(OURS);
        assertThat(refused.client.ending())
                .isEqualTo(new PeerEnd(PeerEnd.Reason.CLOSED_BY_PEER, "DTLS close_notify"));
    }

    @Test
    void closeOfOneSideEndsTheOtherPolitely() throws InterruptedException {
        pair.connect();
        pair.client.close(OURS);
        pair.until(() -> pair.serverFinished() == 1 && pair.clientFinished() == 1);
        pair.server.close(LATER);
        pair.loop.advance(SECOND_NANOS);

        assertServerEndedOnce(new PeerEnd(PeerEnd.Reason.CLOSED_BY_PEER, "DTLS close_notify"));
        assertThat(pair.clientMedia.ends).containsExactly(OURS);
    }

    @Test
    void nothingIsSentAfterTheEnd() throws InterruptedException {
        pair.connect();
        MediaOut out = pair.clientMedia.out();
        pair.client.close(OURS);
        sendRtp(out, 3);
        pair.until(() -> pair.clientFinished() == 1);

        assertThat(pair.serverMedia.rtp).isEmpty();
    }

    @Test
    void timerOfLongAgoFiresAtOnceAndOnce() throws InterruptedException {
        pair.connect();
        pair.serverMedia.deadlineNanos(Long.MIN_VALUE);
        pair.server.wake(pair.loop.nowNanos());
        pair.loop.settle();
        assertThat(pair.serverMedia.timers()).isEqualTo(1);

        pair.loop.advance(SECOND_NANOS);
        assertThat(pair.serverMedia.timers()).isEqualTo(1);
    }

    @Test
    void timerFiresAtItsDeadlineAndAnEarlierOneReplacesIt() throws InterruptedException {
        pair.connect();
        long now = pair.loop.nowNanos();
        pair.serverMedia.deadlineNanos(now + 500_000_000L);
        pair.server.wake(now);
        pair.serverMedia.deadlineNanos(now + 100_000_000L);
        pair.server.wake(now);
        pair.loop.advance(99_000_000L);
        assertThat(pair.serverMedia.timers()).isZero();
        pair.loop.advance(1_000_000L);
        assertThat(pair.serverMedia.timers()).isEqualTo(1);
        pair.loop.advance(SECOND_NANOS);
        assertThat(pair.serverMedia.timers()).isEqualTo(1);
    }

    @Test
    void timerDoesNotFireAfterTheEnd() throws InterruptedException {
        pair.connect();
        pair.serverMedia.deadlineNanos(pair.loop.nowNanos() + SECOND_NANOS);
        pair.server.wake(pair.loop.nowNanos());
        pair.server.close(OURS);
        pair.until(() -> pair.serverFinished() == 1);
        pair.loop.advance(2 * SECOND_NANOS);

        assertThat(pair.serverMedia.timers()).isZero();
    }

    @Test
    void confinedActionRunsHereBeforeThereIsALoopAndThereAfterwards() {
        Thread[] ran = new Thread[2];
        assertThat(pair.server.confined(() -> ran[0] = Thread.currentThread(), Duration.ZERO))
                .isTrue();
        assertThat(ran[0]).isSameAs(Thread.currentThread());

        pair.attach();
        boolean inTime =
                pair.server.confined(() -> ran[1] = Thread.currentThread(), Duration.ofMillis(5));
        assertThat(inTime).isFalse();
        assertThat(ran[1]).isNull();
        pair.loop.settle();
        assertThat(ran[1]).isNotNull();
    }

    @Test
    void endsWhenTheAgentGivesThePeerUp() throws Exception {
        PeerPair pair = new PeerPair();
        pair.client.attached(pair.loop, new DeafSender());
        pair.loop.advance(41_000_000_000L);

        PeerEnd end = Objects.requireNonNull(pair.client.ending());
        assertThat(end.reason()).isEqualTo(PeerEnd.Reason.NEVER_CONNECTED);
        assertThat(pair.clientFinished()).isEqualTo(1);
    }

    /// Brings nothing anywhere.
    private static final class DeafSender implements PacketSender {
        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {}

        @Override
        public void flush() {}
    }
}
