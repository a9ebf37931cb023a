package org.moqgateway.moq.transport.qmux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QmuxFrameTest {
    /// @param hex as we write it; blanks between fields
    record Row(String hex, QmuxFrame frame) {}

    static List<Row> table() {
        return List.of(
                // type, id, offset, length, payload
                new Row("0e 04 00 03 616263", stream(4, 0, "abc", false)),
                new Row("0f 02 4400 00", stream(2, 0x400, "", true)),
                new Row("0e 7fff 80010000 01 7a", stream(0x3fff, 0x10000, "z", false)),
                // type, id, code, final size
                new Row("04 06 404d 4100", reset(6, 77, 0x100, false)),
                // type, id, code, final size, reliable size
                new Row("24 06 05 0a 0a", reset(6, 5, 10, true)),
                // type, id, code
                new Row("05 08 07", new QmuxFrame.StopSending(8, 7)),
                // type, maximum
                new Row("10 80100000", new QmuxFrame.MaxData(1 << 20)),
                // type, id, maximum
                new Row("11 04 80040000", new QmuxFrame.MaxStreamData(4, 1 << 18)),
                // type, maximum
                new Row("12 4064", new QmuxFrame.MaxStreams(false, 100)),
                new Row("13 4400", new QmuxFrame.MaxStreams(true, 1024)),
                // type, code, frame type, length, reason
                new Row("1c 43ea 00 02 6e6f", new QmuxFrame.Close(false, 1002, "no")),
                // type, code, length, reason
                new Row("1d 2a 03 627965", new QmuxFrame.Close(true, 42, "bye")),
                // type, length, payload
                new Row("31 02 6869", new QmuxFrame.Datagram(bytes("hi"), 4)),
                // type, number
                new Row("f48c67529ef8c7bd 00", new QmuxFrame.Ping(false, 0)),
                new Row("f48c67529ef8c7be 4100", new QmuxFrame.Ping(true, 256)),
                new Row(
                        "ff5153300d0a0d0a" // "QX_TRANSPORT_PARAMETERS"
                                + "4042" // 66 bytes
                                + "01 04 80007530" // idle: 30 000 ms
                                + "04 04 80100000" // data: 1 MiB
                                + "05 04 80040000" // stream data, bidirectional, local
                                + "06 04 80040000" // the same, remote
                                + "07 04 80040000" // the same, unidirectional
                                + "08 02 4064" // streams, bidirectional
                                + "09 02 4400" // streams, unidirectional
                                + "20 02 7ffe" // datagram frames
                                + "c571c59429cd0845 02 7ffe" // records
                                + "1d 00" // RESET_STREAM_AT
                                + "fd4f9c2a8b1e6075 02 01 61", // "a"
                        new QmuxFrame.Parameters(
                                new TransportParameters(
                                        30_000,
                                        1 << 20,
                                        1 << 18,
                                        1 << 18,
                                        1 << 18,
                                        100,
                                        1024,
                                        16382,
                                        16382,
                                        true,
                                        List.of("a")))));
    }

    private static QmuxFrame stream(long id, long offset, String payload, boolean fin) {
        return new QmuxFrame.Stream(id, offset, bytes(payload), fin);
    }

    private static QmuxFrame reset(long id, long code, long finalSize, boolean at) {
        return new QmuxFrame.ResetStream(id, code, finalSize, at);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
    }

    @ParameterizedTest
    @MethodSource("table")
    void readsAndWrites(Row row) throws QmuxException {
        ByteBuffer in = hex(row.hex());
        assertThat(QmuxFrame.decode(in)).isEqualTo(row.frame());
        assertThat(in.hasRemaining()).isFalse();
        ByteBuffer out = ByteBuffer.allocate(1000);
        row.frame().encode(out);
        out.flip();
        assertThat(out).isEqualTo(hex(row.hex()));
    }

    @ParameterizedTest
    @MethodSource("table")
    void refusesEveryStrictPrefix(Row row) {
        ByteBuffer whole = hex(row.hex());
        for (int length = 1; length < whole.remaining(); length++) {
            ByteBuffer prefix = whole.slice(0, length);
            assertThatThrownBy(() -> QmuxFrame.decode(prefix)).isInstanceOf(QmuxException.class);
        }
    }

    @Test
    void readsWhatOthersWriteInOtherForms() throws QmuxException {
        // STREAM without offset and length: to the record's end
        assertThat(QmuxFrame.decode(hex("08 04 616263"))).isEqualTo(stream(4, 0, "abc", false));
        // with a length only
        assertThat(QmuxFrame.decode(hex("0b 04 01 61 ff"))).isEqualTo(stream(4, 0, "a", true));
        // DATAGRAM to the record's end
        assertThat(QmuxFrame.decode(hex("30 6869")))
                .isEqualTo(new QmuxFrame.Datagram(bytes("hi"), 3));
        // padding around a frame
        assertThat(QmuxFrame.decode(hex("00 00 10 05 00"))).isEqualTo(new QmuxFrame.MaxData(5));
        assertThat(QmuxFrame.decode(hex("00 00"))).isNull();
        assertThat(QmuxFrame.decode(hex("15 04 05"))).isEqualTo(new QmuxFrame.Blocked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01", // an unknown type
                "4100 00",
                "24 04 00 05 06", // RESET_STREAM_AT promises more than there was
                "0e 04 00 bfffffff 00", // a length that lies
                "1d 00 ffffffffffffffff",
                "ff5153300d0a0d0a 03 000101", // a parameter that QMux forbids
                "ff5153300d0a0d0a 06 010105 010105", // one that comes twice
                "ff5153300d0a0d0a 04 01020505", // a number with something behind
                "ff5153300d0a0d0a 03 1d0100", // a flag with a value
                "ff5153300d0a0d0a 0b c571c59429cd0845 02 5000", // records that are too small
                "ff5153300d0a0d0a 09 fd4f9c2a8b1e6075 00", // protocols, but none
                "ff5153300d0a0d0a 0b fd4f9c2a8b1e6075 02 0561", // a name that ends too early
            })
    void refuses(String hex) {
        assertThatThrownBy(() -> QmuxFrame.decode(hex(hex))).isInstanceOf(QmuxException.class);
    }

    @Test
    void passesOverParametersThatItDoesNotKnow() throws QmuxException {
        QmuxFrame frame = QmuxFrame.decode(hex("ff5153300d0a0d0a 06 1f 01 aa 04 01 07"));
        assertThat(frame)
                .isEqualTo(
                        new QmuxFrame.Parameters(
                                new TransportParameters(
                                        0, 7, 0, 0, 0, 0, 0, 0, 16382, false, List.of())));
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] &= 0x3f;
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            try {
                while (QmuxFrame.decode(in) != null) {
                    assertThat(in.position()).isPositive();
                }
            } catch (QmuxException e) {
                assertThat(e).hasMessageNotContainingAny("null");
            }
        }
    }

    @Test
    void numbersTakeAsFewBytesAsTheyMay() throws QmuxException {
        long[] edges = {0, 63, 64, 16383, 16384, (1 << 30) - 1, 1 << 30, VarInt.MAX};
        int[] sizes = {1, 1, 2, 2, 4, 4, 8, 8};
        for (int i = 0; i < edges.length; i++) {
            ByteBuffer buffer = ByteBuffer.allocate(8);
            VarInt.put(buffer, edges[i]);
            assertThat(buffer.position()).isEqualTo(sizes[i]).isEqualTo(VarInt.size(edges[i]));
            assertThat(VarInt.get(buffer.flip())).isEqualTo(edges[i]);
        }
    }
}
