package org.moqgateway.moq.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageReaderTest {
    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void cutsAStreamHoweverItArrives(MoqVersion version) throws Exception {
        List<WireTable.Row> rows =
                WireTable.rows().filter(row -> row.versions().contains(version)).toList();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(2);
        for (WireTable.Row row : rows) {
            stream.write(row.bytes());
        }
        Random random = new Random(5);

        for (int round = 0; round < 100; round++) {
            MessageReader reader = new MessageReader(version);
            ByteBuffer bytes = ByteBuffer.wrap(stream.toByteArray());
            reader.feed(bytes.slice(0, 0));
            assertThat(reader.pollStreamType()).isEqualTo(VarInt.INCOMPLETE);
            List<Object> read = new ArrayList<>();
            boolean typed = false;
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), 1 + random.nextInt(20));
                reader.feed(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                if (!typed) {
                    assertThat(reader.pollStreamType()).isEqualTo(2);
                    typed = true;
                }
                while (read.size() < rows.size() && readNext(reader, rows, read)) {}
            }

            reader.finish();
            assertThat(read).isEqualTo(rows.stream().map(WireTable.Row::value).toList());
        }
    }

    private static boolean readNext(
            MessageReader reader, List<WireTable.Row> rows, List<Object> read)
            throws WireException {
        Optional<?> next = reader.poll(rows.get(read.size()).decoder());
        next.ifPresent(read::add);
        return next.isPresent();
    }

    @Test
    void refusesAMessageThatSaysItIsTooLong() {
        MessageReader reader = new MessageReader(MoqVersion.LITE_05);
        reader.feed(ByteBuffer.wrap(CommentedHex.bytes("80010000 # 64 KiB and its length")));

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> reader.poll(Subscribe::decode))
                .extracting(WireException::error)
                .isEqualTo(MoqError.MALFORMED);
    }

    @Test
    void takesTheLongestMessage() throws Exception {
        MessageReader reader = new MessageReader(MoqVersion.LITE_05);
        ByteBuffer longest = ByteBuffer.allocate(MessageReader.MAX_MESSAGE_BYTES);
        longest.putInt(0x8000_0000 | MessageReader.MAX_MESSAGE_BYTES - 4);

        for (byte b : longest.array()) {
            assertThat(reader.poll(MessageReaderTest::size)).isEmpty();
            reader.feed(ByteBuffer.wrap(new byte[] {b}));
        }

        assertThat(reader.poll(MessageReaderTest::size)).contains(longest.capacity());
    }

    private static int size(ByteBuffer message, MoqVersion version) {
        int size = message.remaining();
        message.position(message.limit());
        return size;
    }

    @Test
    void refusesAStreamThatEndsWithinAMessage() throws Exception {
        MessageReader reader = new MessageReader(MoqVersion.LITE_05);
        reader.finish();
        reader.feed(ByteBuffer.wrap(new byte[] {5, 1}));

        assertThat(reader.poll(Subscribe::decode)).isEmpty();
        assertThatExceptionOfType(WireException.class).isThrownBy(reader::finish);
    }

    @Test
    void givesTheRestToWhoReadsOn() {
        MessageReader reader = new MessageReader(MoqVersion.LITE_05);
        reader.feed(ByteBuffer.wrap(new byte[] {0, 2, 5, 7}));

        assertThat(reader.pollStreamType()).isZero();
        assertThat(reader.rest()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 5, 7}));
        assertThat(reader.rest().hasRemaining()).isFalse();
    }
}
