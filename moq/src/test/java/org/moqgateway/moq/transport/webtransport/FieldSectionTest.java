package org.moqgateway.moq.transport.webtransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// QPACK without a dynamic table.
final class FieldSectionTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 9204, appendix B.1
        "'0000 510b 2f696e6465782e68746d6c', ':path', '/index.html'",
        // the Huffman code of RFC 7541, appendix C.4.1
        "'0000 50 8c f1e3c2e5f23a6ba0ab90f4ff', ':authority', 'www.example.com'",
        "'0000 cf', ':method', 'CONNECT'",
        "'0000 d7', ':scheme', 'https'",
        "'0000 c0', ':authority', ''",
        "'0000 ff 23', 'x-frame-options', 'sameorigin'",
        "'0000 23 616263 01 78', 'abc', 'x'",
        "'0080 33 616263 01 78', 'abc', 'x'",
    })
    void decodes(String section, String name, String value) throws Exception {
        assertThat(FieldSection.decode(hex(section))).containsExactly(new Field(name, value));
    }

    @Test
    void encodesARequestAsItIsRead() throws Exception {
        List<Field> fields =
                Message.connect("localhost:4443", "/anon?jwt=abc", List.of("moq-lite-05"));
        assertThat(FieldSection.decode(FieldSection.encode(fields))).isEqualTo(fields);
        assertThat(HexFormat.of().formatHex(FieldSection.encode(fields)))
                .startsWith("0000" + "cf" + "d7" + "500e" + "6c6f63616c686f7374");
    }

    @Test
    void encodesAnswers() throws Exception {
        assertThat(HexFormat.of().formatHex(FieldSection.encode(Message.refused(404))))
                .isEqualTo("0000" + "5f09" + "03" + "343034");
        List<Field> accepted = Message.accepted("moq-lite-05");
        assertThat(FieldSection.decode(FieldSection.encode(accepted))).isEqualTo(accepted);
    }

    @Test
    void encodesEveryLength() throws Exception {
        for (int length = 0; length < 600; length++) {
            List<Field> fields =
                    List.of(
                            new Field(":path", "/".repeat(length)),
                            new Field("n".repeat(Math.max(1, length)), "v".repeat(length)),
                            new Field("z", "end"));
            assertThat(FieldSection.decode(FieldSection.encode(fields))).isEqualTo(fields);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "00", // no base
                "0100 cf", // an insert count
                "0000 80", // indexed, dynamic
                "0000 40 01 78", // literal, dynamic name
                "0000 10", // indexed after the base
                "0000 00 01 78", // literal, name after the base
                "0000 ff 24", // static entry 99
                "0000 50 05 78", // value cut off
                "0000 50 ff ffffff7f", // two gigabytes of Huffman code
                "0000 27 ffffffff07 78", // two gigabytes of name
                "0000 50 ffffffffffffffffffff7f", // a number that never ends
                "0000 2f 80 00", // name and value cut off
            })
    void refuses(String section) {
        assertThatThrownBy(() -> FieldSection.decode(hex(section)))
                .isInstanceOfSatisfying(
                        Http3Exception.class,
                        e -> assertThat(e.code()).isEqualTo(Http3.QPACK_DECOMPRESSION_FAILED));
    }

    @Test
    void refusesEveryPrefixCutWithinAField() throws Exception {
        byte[] whole = FieldSection.encode(Message.accepted("moq-lite-05"));
        int readable = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            try {
                assertThat(FieldSection.decode(prefix)).hasSizeLessThan(3);
                readable++;
            } catch (Http3Exception e) {
                assertThat(e.code()).isEqualTo(Http3.QPACK_DECOMPRESSION_FAILED);
            }
        }
        assertThat(readable).as("cuts between fields").isEqualTo(3);
    }

    @Test
    void refusesTooMuch() {
        List<Field> large = List.of(new Field("a", "v".repeat(FieldSection.MAX_DECODED_BYTES)));
        List<Field> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(new Field(":method", "CONNECT"));
        }
        for (List<Field> fields : List.of(large, many)) {
            byte[] section = FieldSection.encode(fields);
            assertThatThrownBy(() -> FieldSection.decode(section))
                    .isInstanceOfSatisfying(
                            Http3Exception.class,
                            e -> assertThat(e.code()).isEqualTo(Http3.EXCESSIVE_LOAD));
        }
    }

    @Test
    void neverThrowsAnythingElseOnRandomBytes() {
        Random random = new Random(4);
        byte[] good = FieldSection.encode(Message.connect("h", "/", List.of("a")));
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[2 + random.nextInt(30)];
                random.nextBytes(bytes);
                bytes[0] = 0;
                bytes[1] = 0;
            } else {
                bytes = good.clone();
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
            }
            try {
                Message.of(FieldSection.decode(bytes)).commonProtocols(List.of("a"));
            } catch (Http3Exception e) {
                assertThat(e.code()).isGreaterThanOrEqualTo(0x100);
            }
        }
    }
}
