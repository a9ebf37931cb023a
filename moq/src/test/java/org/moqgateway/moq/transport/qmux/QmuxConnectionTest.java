package org.moqgateway.moq.transport.qmux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;

class QmuxConnectionTest {
    private static final QuicLimits SMALL =
            new QuicLimits(2, Duration.ofSeconds(30), Duration.ofSeconds(5), 20_000, 50_000);

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

    @ParameterizedTest
    @EnumSource(QmuxVersion.class)
    void carriesStreamsBothWays(QmuxVersion version) {
        Peer[] pair = Peer.connected(version, QuicLimits.DEFAULT);
        for (int i = 0; i < 2; i++) {
            Peer from = pair[i];
            Peer to = pair[1 - i];
            SendStream uni = from.connection.openUni();
            uni.write(new byte[100_000]);
            uni.finish();
            BidiStream bidi = from.connection.openBidi();
            Peer.Heard answer = new Peer.Heard(bidi, bidi);
            bidi.reader(answer);
            bidi.write(new byte[10]);
            Peer.exchange(pair);
            assertThat(to.streams.get(0).bytes).isEqualTo(100_000);
            assertThat(to.streams.get(0).finished).isTrue();
            Peer.Heard asked = to.streams.get(1);
            assertThat(asked.bytes).isEqualTo(10);
            BidiStream back = Objects.requireNonNull(asked.bidi);
            back.write(new byte[20]);
            back.finish();
            bidi.reset(9);
            Peer.exchange(pair);
            assertThat(answer.bytes).isEqualTo(20);
            assertThat(answer.finished).isTrue();
            assertThat(asked.resetCode).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @EnumSource(QmuxVersion.class)
    void saysItsParametersFirstAndKeepsToTheOldFraming(QmuxVersion version) {
        Peer[] pair = Peer.pair(version, QuicLimits.DEFAULT);
        SendStream early = pair[0].connection.openUni();
        early.write(new byte[30]);
        early.finish();
        pair[0].connection.begin();
        pair[0].loop.run();
        QmuxFrame.Parameters first =
                (QmuxFrame.Parameters) frames(Objects.requireNonNull(pair[0].sent.peek())).get(0);
        assertThat(first.values().maxDatagramFrameSize()).isEqualTo(version.records() ? 16382 : 0);
        pair[1].connection.begin();
        pair[1].connection.start(pair[1]);
        List<Integer> framesInRecord = new ArrayList<>();
        while (!pair[0].sent.isEmpty() || !pair[1].sent.isEmpty()) {
            pair[0].sent.forEach(record -> framesInRecord.add(frames(record).size()));
            pair[0].carry(pair[1]);
            pair[1].carry(pair[0]);
        }
        assertThat(pair[1].streams.get(0).finished).isTrue();
        if (!version.records()) {
            assertThat(framesInRecord).containsOnly(1);
        }
    }

    @Test
    void sendsNoMoreThanAStreamAllows() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, SMALL);
        pair[1].reading = false;
        SendStream stream = pair[0].connection.openUni();
        stream.write(new byte[60_000]);
        stream.finish();
        Peer.exchange(pair);
        Peer.Heard waiting = pair[1].streams.get(0);
        assertThat(waiting.bytes).isZero();
        waiting.stream.reader(waiting);
        assertThat(waiting.bytes).isEqualTo(20_000);
        Peer.exchange(pair);
        assertThat(waiting.bytes).isEqualTo(60_000);
        assertThat(waiting.finished).isTrue();
    }

    @Test
    void sendsNoMoreThanTheConnectionAllows() {
        QuicLimits limits =
                new QuicLimits(10, Duration.ofSeconds(30), Duration.ofSeconds(5), 20_000, 50_000);
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, limits);
        pair[1].reading = false;
        for (int i = 0; i < 5; i++) {
            pair[0].connection.openUni().write(new byte[20_000]);
        }
        Peer.exchange(pair);
        assertThat(pair[1].streams).hasSize(3);
        for (Peer.Heard heard : List.copyOf(pair[1].streams)) {
            heard.stream.reader(heard);
        }
        assertThat(pair[1].streams.stream().mapToLong(heard -> heard.bytes).sum())
                .isEqualTo(50_000);
        pair[1].reading = true;
        Peer.exchange(pair);
        assertThat(pair[1].streams.stream().mapToLong(heard -> heard.bytes).sum())
                .isEqualTo(100_000);
    }

    @Test
    void opensNoMoreStreamsThanAllowedAndThenTheMostImportantFirst() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, SMALL);
        List<SendStream> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SendStream stream = pair[0].connection.openUni();
            stream.sendOrder(i == 4 ? 1 : 0);
            stream.write(new byte[10 + i]);
            streams.add(stream);
        }
        Peer.exchange(pair);
        assertThat(pair[1].streams).extracting(heard -> heard.bytes).containsExactly(14L, 10L);
        streams.get(0).finish();
        Peer.exchange(pair);
        assertThat(pair[1].streams).extracting(heard -> heard.bytes).containsExactly(14L, 10L, 11L);
    }

    @Test
    void aNewerStreamOfHigherOrderOvertakesWithinOneRecord() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        Peer client = pair[0];
        client.capacity = 1;
        client.connection.openUni().write(new byte[900_000]);
        for (int i = 0; i < 3; i++) {
            client.loop.run();
            client.carry(pair[1]);
        }
        SendStream newer = client.connection.openUni();
        newer.sendOrder(5);
        newer.write(new byte[3000]);
        long before = pair[1].streams.get(0).bytes;
        client.loop.run();
        client.carry(pair[1]);
        client.carry(pair[1]);
        assertThat(pair[1].streams.get(1).bytes).isEqualTo(3000);
        assertThat(pair[1].streams.get(0).bytes - before).isLessThan(2 * 16384);
    }

    @Test
    void equalOrdersGoInAgeAndAChangeCountsAtOnce() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        SendStream first = pair[0].connection.openUni();
        SendStream second = pair[0].connection.openUni();
        first.write(new byte[300_000]);
        second.write(new byte[300_000]);
        pair[0].loop.run();
        for (int i = 0; i < 6; i++) {
            pair[0].carry(pair[1]);
        }
        assertThat(pair[1].streams).hasSize(1);
        first.sendOrder(-1);
        for (int i = 0; i < 6; i++) {
            pair[0].carry(pair[1]);
        }
        assertThat(pair[1].streams.get(1).bytes).isGreaterThan(50_000);
        assertThat(pair[1].streams.get(0).bytes).isLessThan(150_000);
    }

    @Test
    void saysWhenAStreamIsWritableAgain() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        SendStream stream = pair[0].connection.openUni();
        int[] told = {0};
        stream.onWritable(() -> told[0]++);
        stream.write(new byte[10]);
        assertThat(stream.writable()).isTrue();
        stream.write(new byte[SendHalf.HIGH_WATER_BYTES]);
        assertThat(stream.writable()).isFalse();
        Peer.exchange(pair);
        assertThat(stream.writable()).isTrue();
        assertThat(told[0]).isEqualTo(1);
    }

    @Test
    void aStoppedStreamIsResetWithThePeersCode() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, QuicLimits.DEFAULT);
        SendStream stream = pair[0].connection.openUni();
        long[] code = {-1};
        stream.onStopped(given -> code[0] = given);
        stream.write(new byte[10]);
        Peer.exchange(pair);
        Peer.Heard heard = pair[1].streams.get(0);
        heard.stream.stop(33);
        stream.write(new byte[500_000]);
        Peer.exchange(pair);
        assertThat(code[0]).isEqualTo(33);
        assertThat(heard.resetCode).isEqualTo(-1);
        assertThat(heard.bytes).isEqualTo(10);
        long[] late = {-1};
        stream.onStopped(given -> late[0] = given);
        assertThat(late[0]).isEqualTo(33);
    }

    @Test
    void streamsThatEndMakeRoomForOthersForEver() {
        Peer[] pair = Peer.connected(QmuxVersion.QMUX_01, SMALL);
        for (int i = 0; i < 1000; i++) {
            SendStream stream = pair[0].connection.openUni();
            stream.write(new byte[1000]);
            if (i % 3 == 0) {
                stream.reset(1);
            } else {
                stream.finish();
            }
            if (i % 5 == 4) {
                Peer.exchange(pair);
                pair[1].streams.get(pair[1].streams.size() - 1).stream.stop(2);
            }
        }
        Peer.exchange(pair);
        assertThat(pair[0].closed).isNull();
        assertThat(pair[1].closed).isNull();
        SendStream last = pair[0].connection.openUni();
        last.finish();
        Peer.exchange(pair);
        assertThat(pair[1].streams.get(pair[1].streams.size() - 1).finished).isTrue();
    }
}
