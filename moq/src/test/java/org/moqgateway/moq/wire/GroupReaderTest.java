package org.moqgateway.moq.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupReaderTest {
    private static final int MAX_FRAME_BYTES = 1 << 20;

    /// Writes down what it hears.
    private static final class Heard implements GroupReader.Sink {
        final List<String> lines = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        int held;
        int most;

        @Override
        public void group(GroupHeader header) {
            lines.add(header.subscribeId() + "/" + header.sequence());
        }

        @Override
        public void frame(long timestamp, byte[] payload) {
            lines.add(timestamp + ":" + HexFormat.of().formatHex(payload));
        }

        @Override
        public boolean hold(int bytes) {
            held += bytes;
            most = Math.max(most, held);
            return held <= room;
        }

        @Override
        public void release(int bytes) {
            held -= bytes;
        }
    }

    private static final byte[] LITE_05_GROUP =
            CommentedHex.bytes(
                    """
                    03 05 4040        # header: subscription 5, group 64
                    8003d090 02 aabb  # first at 125000, two bytes
                    47d0 00           # 1000 later, empty
                    13 01 cc          # 10 earlier
                    """);

    @Test
    void readsAGroupOfLite05() throws Exception {
        assertThat(read(LITE_05_GROUP, MoqVersion.LITE_05, new Random(1)))
                .containsExactly("5/64", "125000:aabb", "126000:", "125990:cc");
    }

    @Test
    void readsAGroupOfLite04() throws Exception {
        byte[] group =
                CommentedHex.bytes(
                        """
                        02 05 07  # header
                        02 aabb   # two bytes
                        00        # empty
                        4001 cc   # a longer form of the length
                        """);

        assertThat(read(group, MoqVersion.LITE_04, new Random(1)))
                .containsExactly("5/7", "0:aabb", "0:", "0:cc");
    }

    @Test
    void readsTheAnswerOfAFetch() throws Exception {
        Heard heard = new Heard();
        GroupReader reader = GroupReader.ofFetch(MoqVersion.LITE_05, MAX_FRAME_BYTES, heard);

        reader.read(ByteBuffer.wrap(CommentedHex.bytes("04 01 aa 04 01 bb")));
        reader.finish();

        assertThat(heard.lines).containsExactly("2:aa", "4:bb");
    }

    @Test
    void readsWhatIsWrittenHoweverItArrives() throws Exception {
        Random random = new Random(3);
        for (MoqVersion version : MoqVersion.values()) {
            for (int round = 0; round < 50; round++) {
                List<String> written = new ArrayList<>();
                byte[] stream = randomGroup(version, random, written);

                assertThat(read(stream, version, random)).isEqualTo(written);
            }
        }
    }

    private static byte[] randomGroup(MoqVersion version, Random random, List<String> written) {
        GroupHeader header = new GroupHeader(random.nextInt(1 << 20), random.nextLong() >>> 2);
        written.add(header.subscribeId() + "/" + header.sequence());
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        byte[] begin = header.encodeStream();
        stream.write(begin, 1, begin.length - 1);
        long last = 0;
        for (int i = random.nextInt(10); i > 0; i--) {
            byte[] payload = new byte[random.nextInt(4) == 0 ? 150_000 : random.nextInt(300)];
            random.nextBytes(payload);
            long timestamp = random.nextLong() >>> (3 + random.nextInt(40));
            stream.writeBytes(FrameHeader.encode(timestamp - last, payload.length, version));
            stream.writeBytes(payload);
            last = timestamp;
            written.add(
                    (version.hasFrameTimestamps() ? timestamp : 0)
                            + ":"
                            + HexFormat.of().formatHex(payload));
        }
        return stream.toByteArray();
    }

    private static List<String> read(byte[] stream, MoqVersion version, Random random)
            throws WireException {
        Heard heard = new Heard();
        GroupReader reader = GroupReader.ofStream(version, MAX_FRAME_BYTES, heard);
        ByteBuffer bytes = ByteBuffer.wrap(stream);
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), 1 + random.nextInt(1 << random.nextInt(18)));
            reader.read(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
        reader.finish();
        assertThat(heard.held).isZero();
        return heard.lines;
    }

    @Test
    void holdsNoMoreThanTwiceWhatCameOfAFrame() throws Exception {
        Heard heard = new Heard();
        GroupReader reader = GroupReader.ofFetch(MoqVersion.LITE_05, MAX_FRAME_BYTES, heard);
        reader.read(ByteBuffer.wrap(CommentedHex.bytes("00 800f4240"))); // 1 000 000 bytes
        assertThat(heard.held).as("declared alone").isZero();
        reader.read(ByteBuffer.allocate(1));
        assertThat(heard.held).isEqualTo(1024);
        reader.read(ByteBuffer.allocate(1023));
        reader.read(ByteBuffer.allocate(1));
        assertThat(heard.held).isEqualTo(16 * 1024);
        for (int came = 1025; came < 999_000; came += 1000) {
            assertThat(heard.held).isLessThanOrEqualTo(Math.max(16 * 1024, 2 * came));
            reader.read(ByteBuffer.allocate(1000));
        }
        assertThat(heard.most).isEqualTo(1_000_000);
        reader.read(ByteBuffer.allocate(975));
        assertThat(heard.held).as("whole").isZero();
        assertThat(heard.lines).hasSize(1);
    }

    @Test
    void holdsNothingForAFrameThatComesAtOnce() throws Exception {
        Heard heard = new Heard();
        GroupReader reader = GroupReader.ofStream(MoqVersion.LITE_05, MAX_FRAME_BYTES, heard);
        reader.read(ByteBuffer.wrap(LITE_05_GROUP));
        assertThat(heard.most).isZero();
    }

    @Test
    void refusesAFrameThatThereIsNoRoomFor() throws Exception {
        Heard heard = new Heard();
        heard.room = 100_000;
        GroupReader reader = GroupReader.ofFetch(MoqVersion.LITE_05, MAX_FRAME_BYTES, heard);
        reader.read(ByteBuffer.wrap(CommentedHex.bytes("00 800f4240")));
        reader.read(ByteBuffer.allocate(50_000));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> reader.read(ByteBuffer.allocate(50_001)))
                .extracting(WireException::error)
                .isEqualTo(MoqError.FRAME_TOO_LARGE);
    }

    @Test
    void givesTheRoomOfAnUnfinishedFrameBack() throws Exception {
        Heard heard = new Heard();
        GroupReader reader = GroupReader.ofFetch(MoqVersion.LITE_05, MAX_FRAME_BYTES, heard);
        reader.read(ByteBuffer.wrap(CommentedHex.bytes("00 800f4240 00")));
        reader.discard();
        assertThat(heard.held).isZero();
        reader.discard();
        assertThat(heard.held).isZero();
    }

    @Test
    void refusesAnEndWithinAHeaderOrAFrame() throws Exception {
        // Behind the group header, and behind each whole frame.
        List<Integer> ends = List.of(4, 11, 14, 17);
        for (int length = 0; length <= LITE_05_GROUP.length; length++) {
            GroupReader reader =
                    GroupReader.ofStream(MoqVersion.LITE_05, MAX_FRAME_BYTES, new Heard());
            reader.read(ByteBuffer.wrap(LITE_05_GROUP, 0, length));

            if (ends.contains(length)) {
                assertThatCode(reader::finish).doesNotThrowAnyException();
            } else {
                assertThatExceptionOfType(WireException.class).isThrownBy(reader::finish);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "01 05 07, MALFORMED, the header is longer than it says",
        "03 05 07, MALFORMED, the header is shorter than it says",
        "02 05 07 01 00, MALFORMED, a timestamp below 0",
        "02 05 07 00 80100001, FRAME_TOO_LARGE, 1 MiB and a byte",
        "02 05 07 00 ffffffffffffffff, FRAME_TOO_LARGE, the greatest length"
    })
    void refusesBadGroups(String hex, MoqError error, String why) {
        GroupReader reader = GroupReader.ofStream(MoqVersion.LITE_05, MAX_FRAME_BYTES, new Heard());

        assertThatExceptionOfType(WireException.class)
                .as(why)
                .isThrownBy(() -> reader.read(ByteBuffer.wrap(CommentedHex.bytes(hex))))
                .extracting(WireException::error)
                .isEqualTo(error);
    }

    @Test
    void refusesTimestampsThatGrowBeyondTheWire() throws Exception {
        GroupReader reader = GroupReader.ofFetch(MoqVersion.LITE_05, MAX_FRAME_BYTES, new Heard());
        byte[] greatest = FrameHeader.encode((1L << 61) - 1, 0, MoqVersion.LITE_05);
        reader.read(ByteBuffer.wrap(greatest));
        reader.read(ByteBuffer.wrap(greatest));

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> reader.read(ByteBuffer.wrap(greatest)));
    }

    @Test
    void takesAnythingWithoutAnyOtherException() {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            for (MoqVersion version : MoqVersion.values()) {
                GroupReader reader = GroupReader.ofStream(version, 1000, new Heard());
                try {
                    reader.read(ByteBuffer.wrap(bytes));
                    reader.finish();
                } catch (WireException e) {
                    assertThat(e).hasMessageMatching(".+");
                }
            }
        }
    }

    @Test
    void writesGroupAndFrameHeaders() {
        assertThat(new GroupHeader(5, 64).encodeStream())
                .isEqualTo(CommentedHex.bytes("00 03 05 4040"));
        assertThat(FrameHeader.encode(-2, 300, MoqVersion.LITE_05))
                .isEqualTo(CommentedHex.bytes("03 412c"));
        assertThat(FrameHeader.encode(-2, 300, MoqVersion.LITE_04))
                .isEqualTo(CommentedHex.bytes("412c"));
        assertThatThrownBy(() -> FrameHeader.encode(1L << 61, 0, MoqVersion.LITE_05))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAndWritesDatagrams() throws Exception {
        byte[] bytes = CommentedHex.bytes("05 4040 8003d090 aabb");

        Datagram datagram = Datagram.decode(ByteBuffer.wrap(bytes), MoqVersion.LITE_05);

        assertThat(datagram.encode(MoqVersion.LITE_05)).isEqualTo(bytes);
        assertThat(datagram.subscribeId()).isEqualTo(5);
        assertThat(datagram.sequence()).isEqualTo(64);
        assertThat(datagram.timestamp()).isEqualTo(250_000);
        assertThat(datagram.payload()).containsExactly(0xaa, 0xbb);
        for (int length = 0; length < 7; length++) {
            ByteBuffer prefix = ByteBuffer.wrap(bytes, 0, length);
            assertThatExceptionOfType(WireException.class)
                    .isThrownBy(() -> Datagram.decode(prefix, MoqVersion.LITE_05));
        }
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Datagram.decode(ByteBuffer.wrap(bytes), MoqVersion.LITE_04));
    }
}
