package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDeframerTest {

    /// A STUN header without attributes.
    private static final String STUN = "0113 0000 2112a442 000102030405060708090a0b";

    /// Five bytes by channel 0x4000, padded.
    private static final String CHANNEL_DATA = "4000 0005 0102030405";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /// The messages of a stream that comes in pieces of such a size; null at the end if it broke.
    private static List<String> cut(StreamDeframer deframer, byte[] stream, int piece) {
        List<String> messages = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int count = Math.min(Math.min(deframer.wanted(), piece), stream.length - at);
            System.arraycopy(stream, at, deframer.buffer(), deframer.position(), count);
            at += count;
            switch (deframer.advance(count)) {
                case INCOMPLETE -> {}
                case MESSAGE -> messages.add(message(deframer));
                case BROKEN -> {
                    messages.add("broken");
                    return messages;
                }
            }
        }
        return messages;
    }

    private static String message(StreamDeframer deframer) {
        int end = deframer.offset() + deframer.length();
        String message = HexFormat.of().formatHex(deframer.buffer(), deframer.offset(), end);
        // A listener may write there.
        Arrays.fill(deframer.buffer(), deframer.offset(), end + 64, (byte) 0xee);
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 21, 1000})
    void cutsTurnMessagesWhateverTheSegments(int piece) {
        byte[] stream =
                hex(STUN + CHANNEL_DATA + "000000" + "40010000" + STUN + "40020004aabbccdd");

        assertThat(cut(new StreamDeframer(StreamFraming.TURN), stream, piece))
                .containsExactly(
                        STUN.replace(" ", ""),
                        CHANNEL_DATA.replace(" ", ""),
                        "40010000",
                        STUN.replace(" ", ""),
                        "40020004aabbccdd");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void cutsDatagramsByTheirLength(int piece) {
        byte[] stream = hex("0003 aabbcc" + "0000" + "0001 dd" + "0002 ee");

        assertThat(cut(new StreamDeframer(StreamFraming.LENGTH_PREFIX), stream, piece))
                .containsExactly("aabbcc", "dd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80000000", "c0000000", "01130003", "16030101"})
    void noticesThatAStreamIsNoneOfTurn(String header) {
        StreamDeframer deframer = new StreamDeframer(StreamFraming.TURN);

        assertThat(cut(deframer, hex(STUN + header), 50)).endsWith("broken").hasSize(2);
        assertThat(deframer.wanted()).isZero();
        assertThat(deframer.advance(1)).isEqualTo(StreamDeframer.Progress.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999, 100_000})
    void skipsWhatIsTooLong(int piece) {
        byte[] stream = new byte[2 + 65_535 + 3];
        stream[0] = (byte) 0xff;
        stream[1] = (byte) 0xff;
        System.arraycopy(hex("0001ab"), 0, stream, 2 + 65_535, 3);
        StreamDeframer deframer = new StreamDeframer(StreamFraming.LENGTH_PREFIX);

        assertThat(cut(deframer, stream, piece)).containsExactly("ab");
        assertThat(deframer.skipped()).isEqualTo(1);
    }

    @Test
    void takesTheLongestDatagram() {
        byte[] stream = new byte[2 + 2110];
        stream[0] = 2110 >> 8;
        stream[1] = (byte) 2110;

        assertThat(cut(new StreamDeframer(StreamFraming.LENGTH_PREFIX), stream, 5000))
                .singleElement()
                .asString()
                .hasSize(2 * 2110);
    }

    @ParameterizedTest
    @EnumSource
    void takesAnyBytes(StreamFraming framing) {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            cut(new StreamDeframer(framing), bytes, 1 + random.nextInt(3_000));
        }
    }

    /// Framed datagrams of any sizes come out as they went in.
    @Test
    void losesNothing() {
        Random random = new Random(4);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] datagram = new byte[1 + random.nextInt(1500)];
            random.nextBytes(datagram);
            stream.write(datagram.length >> 8);
            stream.write(datagram.length);
            stream.writeBytes(datagram);
            sent.add(HexFormat.of().formatHex(datagram));
        }
        StreamDeframer deframer = new StreamDeframer(StreamFraming.LENGTH_PREFIX);

        assertThat(cut(deframer, stream.toByteArray(), 1400)).isEqualTo(sent);
    }
}
