package org.moqgateway.moq.transport.qmux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;

class QmuxLifeTest {
    private static final QuicLimits SMALL =
            new QuicLimits(2, Duration.ofSeconds(30), Duration.ofSeconds(5), 20_000, 50_000);
    private static final long SECOND = 1_000_000_000L;
    private static final List<QmuxVersion> VERSIONS = List.of(QmuxVersion.values());

    private static void receive(Peer peer, String hex) {
        peer.connection.received(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
        peer.loop.run();
    }

    private static CloseReason closed(Peer peer) {
        return Objects.requireNonNull(peer.closed, "still open");
    }

    private static List<QmuxFrame> frames(byte[] record) {
        List<QmuxFrame> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(record);
        try {
            QmuxFrame frame;
            while ((frame = QmuxFrame.decode(in)) != null) {
                frames.add(frame);
            }
        } catch (QmuxException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    /// Empties the pipe, into nothing.
    private static List<QmuxFrame> said(Peer peer) {
        List<QmuxFrame> said = new ArrayList<>();
        peer.loop.run();
        while (!peer.sent.isEmpty()) {
            said.addAll(frames(peer.sent.remove()));
            peer.connection.heard();
        }
        return said;
    }

    private static void refuses(QmuxVersion version, String hex, String why) {
        Peer[] pair = Peer.connected(version, SMALL);
        Peer server = pair[1];
        server.sent.clear();
        receive(server, hex);
        assertThat(closed(server).by()).isEqualTo(CloseReason.By.TRANSPORT);
        assertThat(closed(server).reason()).contains(why);
        assertThat(server.pipeClosed).isNotNull();
        assertThat(said(server))
                .contains(new QmuxFrame.Close(false, 1002, closed(server).reason()));
    }

    @Test
    void refusesWhatBreaksTheRules() {
        QmuxVersion v = QmuxVersion.QMUX_01;
        // 20 001 bytes on a stream that may carry 20 000: here by its final size
        refuses(v, "04 02 00 80004e21", "flow control");
        refuses(v, "0e 0a 00 00", "more streams");
        refuses(v, "0e 01 00 00", "not opened");
        refuses(v, "0e 03 00 00", "not opened");
        refuses(v, "05 02 00", "only read");
        refuses(v, "05 03 00", "not opened");
        refuses(v, "11 05 10", "not opened");
        refuses(v, "21", "unknown");
        refuses(v, "24 02 00 01 01", "not agreed");
        refuses(v, "ff5153300d0a0d0a 00", "first and once");
        refuses(QmuxVersion.QMUX_00, "31 00", "not agreed");
        refuses(QmuxVersion.QMUX_02, "f48c67529ef8c7be 05", "never sent");
        refuses(QmuxVersion.QMUX_02, "f48c67529ef8c7bd 00", "do not grow");
    }

    @Test
    void wantsTheParametersFirst() {
        Peer[] pair = Peer.pair(QmuxVersion.QMUX_01, SMALL);
        pair[1].connection.begin();
        receive(pair[1], "0e 02 00 00");
        assertThat(pair[1].sent).hasSize(2);
        pair[1].connection.start(pair[1]);
        assertThat(closed(pair[1]).reason()).contains("first");
    }

    @Test
    void answersPingsAndNotTooMany() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, SMALL);
        Peer server = pair[1];
        receive(server, "f48c67529ef8c7bd 07");
        assertThat(said(server)).contains(new QmuxFrame.Ping(true, 7));
        server.capacity = 0;
        for (int i = 0; i < 100_000; i++) {
            receive(server, "f48c67529ef8c7bd 08");
        }
        server.capacity = 1000;
        receive(server, "00");
        assertThat(said(server)).hasSizeLessThan(100);
        assertThat(server.closed).isNull();
    }

    @ParameterizedTest
    @EnumSource(QmuxVersion.class)
    void aSilentPeerIsLostAndALivelyOneIsNot(QmuxVersion version) {
        Peer[] pair = Peer.connected(version, QuicLimits.DEFAULT);
        for (int second = 0; second < 120; second++) {
            pair[0].loop.pass(SECOND);
            Peer.exchange(pair);
            if (!version.records() && pair[0].pings > 0) {
                pair[0].connection.heard();
                pair[1].connection.heard();
            }
        }
        assertThat(pair[0].closed).isNull();
        pair[0].loop.pass(36 * SECOND);
        assertThat(closed(pair[0]).by()).isEqualTo(CloseReason.By.TRANSPORT);
        assertThat(closed(pair[0]).reason()).contains("30000 ms");
    }

    @Test
    void measuresTheRoundTrip() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        pair[0].loop.pass(5 * SECOND);
        pair[0].loop.pass(40_000_000);
        Peer.exchange(pair);
        assertThat(pair[0].connection.stats().rttNanos()).isBetween(1_000_000L, 40_000_000L);
    }

    @Test
    void givesUpAPeerThatNeverSaysItsParameters() {
        Peer[] pair = Peer.pair(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        pair[0].connection.begin();
        pair[0].connection.start(pair[0]);
        pair[0].loop.pass(16 * SECOND);
        assertThat(closed(pair[0]).reason()).contains("transport parameters");
    }

    @Test
    void keepsBackWhatComesBeforeTheStartWithinBounds() {
        Peer[] pair = Peer.pair(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        pair[0].connection.begin();
        pair[0].connection.start(pair[0]);
        pair[1].connection.begin();
        SendStream stream = pair[0].connection.openUni();
        stream.write(new byte[1_000_000]);
        stream.finish();
        Peer.exchange(pair);
        pair[1].connection.start(pair[1]);
        assertThat(pair[1].streams.get(0).bytes).isEqualTo(256 * 1024);
        Peer.exchange(pair);
        assertThat(pair[1].streams.get(0).bytes).isEqualTo(1_000_000);

        Peer[] flooded = Peer.pair(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        flooded[0].connection.begin();
        flooded[1].connection.begin();
        Peer.exchange(flooded);
        for (int i = 0; i < 10_000; i++) {
            receive(flooded[1], "0e 02 00 00");
        }
        flooded[1].connection.start(flooded[1]);
        assertThat(closed(flooded[1]).reason()).contains("too much");
    }

    @Test
    void closesWithCodeAndShortenedReason() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        SendStream stream = pair[0].connection.openUni();
        pair[0].connection.close(404, "ö".repeat(400));
        pair[0].connection.close(1, "again");
        Peer.exchange(pair);
        assertThat(closed(pair[0]))
                .isEqualTo(new CloseReason(CloseReason.By.LOCAL, 404, "ö".repeat(256)));
        assertThat(closed(pair[1]))
                .isEqualTo(new CloseReason(CloseReason.By.PEER, 404, "ö".repeat(256)));
        stream.write(new byte[1]);
        assertThat(stream.writable()).isFalse();
        assertThat(pair[0].connection.openUni().writable()).isFalse();
        assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(1))).isFalse();
        assertThatThrownBy(() -> pair[0].connection.start(pair[0]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysItsCloseEvenBeforeTheCarrierIsReady() {
        Peer[] pair = Peer.pair(QmuxVersion.QMUX_02, QuicLimits.DEFAULT);
        pair[1].connection.close(7, "full");
        pair[1].connection.begin();
        pair[0].connection.begin();
        pair[0].connection.start(pair[0]);
        Peer.exchange(pair);
        assertThat(closed(pair[0])).isEqualTo(new CloseReason(CloseReason.By.PEER, 7, "full"));
    }

    @Test
    void datagramsWaitUntilThePeerHasSaidHowLargeTheyMayBe() {
        Peer[] pair = Peer.pair(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        pair[0].connection.begin();
        pair[0].connection.start(pair[0]);
        assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(1000))).isTrue();
        assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(1200))).isTrue();
        assertThat(said(pair[0])).noneMatch(QmuxFrame.Datagram.class::isInstance);
        // max_datagram_frame_size 1100
        receive(pair[0], "ff5153300d0a0d0a 04 2002444c");
        assertThat(pair[0].connection.maxDatagramBytes()).isEqualTo(1097);
        assertThat(said(pair[0]))
                .filteredOn(QmuxFrame.Datagram.class::isInstance)
                .singleElement()
                .extracting(frame -> ((QmuxFrame.Datagram) frame).payload().remaining())
                .isEqualTo(1000);
    }

    @Test
    void tellsTheEndOfACarrierOnceAndToWhoComesLate() {
        Peer[] pair = Peer.pair(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        pair[0].connection.pipeClosed("gone");
        pair[0].connection.pipeClosed("again");
        pair[0].connection.start(pair[0]);
        assertThat(closed(pair[0])).isEqualTo(new CloseReason(CloseReason.By.TRANSPORT, 0, "gone"));
    }

    @Test
    void carriesDatagramsUpToTheLargestAndDropsThemWhenThePipeStaysFull() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        int largest = pair[0].connection.maxDatagramBytes();
        assertThat(largest).isEqualTo(16379);
        assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(largest))).isTrue();
        assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(largest + 1))).isFalse();
        Peer.exchange(pair);
        assertThat(pair[1].datagrams.get(0)).hasSize(largest);
        pair[0].capacity = 0;
        for (int i = 0; i < 16; i++) {
            assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(1))).isTrue();
        }
        assertThat(pair[0].connection.sendDatagram(ByteBuffer.allocate(1))).isFalse();
        assertThat(
                        Peer.connected(QmuxVersion.QMUX_00, QuicLimits.DEFAULT)[0].connection
                                .maxDatagramBytes())
                .isZero();
    }

    @Test
    void takesRandomRecords() {
        Random random = new Random(11);
        for (int round = 0; round < 3000; round++) {
            Peer[] pair = Peer.connected(VERSIONS.get(round % 3), SMALL);
            for (int i = 0; i < 20 && pair[1].closed == null; i++) {
                byte[] record = new byte[random.nextInt(60)];
                random.nextBytes(record);
                if (record.length > 1) {
                    record[0] &= 0x1f;
                    record[1] &= 0x0f;
                }
                pair[1].connection.received(ByteBuffer.wrap(record));
                pair[1].loop.run();
            }
            assertThat(pair[1].sent.size()).isLessThanOrEqualTo(3);
        }
    }
}
