package org.moqgateway.moq.transport.webtransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes of settings, prefixes, capsules and codes.
final class WireBytesTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void opensTheControlStreamWithTheSettingsOfEveryDraft() {
        String expected =
                "00" // control stream
                        + "04 36" // SETTINGS, 54 bytes
                        + "06 80004000" // MAX_FIELD_SECTION_SIZE 16384
                        + "08 01" // ENABLE_CONNECT_PROTOCOL
                        + "33 01" // H3_DATAGRAM
                        + "80ffd277 01" // H3_DATAGRAM, draft 04
                        + "ab603742 01" // ENABLE_WEBTRANSPORT, drafts 02 to 06
                        + "ab603743 08" // WEBTRANSPORT_MAX_SESSIONS, drafts 02 to 06
                        + "c0000000c671706a 08" // WEBTRANSPORT_MAX_SESSIONS, drafts 07 to 12
                        + "94e9cd29 01" // WT_MAX_SESSIONS, drafts 13 and 14
                        + "ac7cf000 01"; // WT_ENABLED, draft 15
        String actual = hex(Settings.opening(8));
        assertThat(actual.substring(6)).isEqualTo(expected.replace(" ", "").substring(6));
        assertThat(actual.length() / 2 - 3).isEqualTo(hex(actual.substring(4, 6))[0]);
    }

    @ParameterizedTest
    @CsvSource({
        // Chromium 156: QPACK table, field section size, blocked streams, datagrams, draft 02,
        // GREASE
        "'01 80010000 06 80040000 07 4064 08 00 33 01 80ffd277 01 ab603742 01 21 05', true, true",
        // the Rust crate web-transport-proto
        "'08 01 33 01 80ffd277 01 c0000000c671706a 01 ab603743 01 ab603742 01', true, true",
        "'33 01 94e9cd29 01', true, true",
        "'33 01 ac7cf000 01', true, true",
        "'80ffd277 01', true, false",
        "'ab603742 01', false, true",
        "'', false, false",
    })
    void readsSettings(String payload, boolean datagrams, boolean webTransport) throws Exception {
        Settings settings = Settings.decode(hex(payload));
        assertThat(settings.datagrams()).isEqualTo(datagrams);
        assertThat(settings.webTransport()).isEqualTo(webTransport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"33", "33 80", "33 01 33 01", "02 01", "04 00", "00 00"})
    void refusesBrokenSettings(String payload) {
        assertThatThrownBy(() -> Settings.decode(hex(payload))).isInstanceOf(Http3Exception.class);
    }

    @Test
    void beginsStreamsAndDatagramsWithTheSession() {
        assertThat(hex(Bytes.streamPrefix(Http3.WEBTRANSPORT_UNI, 0))).isEqualTo("405400");
        assertThat(hex(Bytes.streamPrefix(Http3.WEBTRANSPORT_BIDI, 4))).isEqualTo("404104");
        assertThat(hex(Bytes.datagramPrefix(0))).isEqualTo("00");
        assertThat(hex(Bytes.datagramPrefix(256))).isEqualTo("4040");
    }

    @Test
    void closesWithACapsuleInADataFrame() {
        assertThat(hex(Bytes.closeSession(420, "test")))
                .isEqualTo(
                        "000b" // DATA, 11 bytes
                                + "6843 08".replace(" ", "") // capsule, 8 bytes
                                + "000001a4" // code 420
                                + "74657374"); // "test"
    }

    @ParameterizedTest
    @CsvSource({
        "0, 52e4a40fa8db",
        "1, 52e4a40fa8dc",
        "29, 52e4a40fa8f8",
        "30, 52e4a40fa8fa", // 52e4a40fa8f9 is reserved
        "4294967295, 52e5ac983162",
    })
    void mapsStreamCodes(long code, String http3) {
        long wire = Long.parseLong(http3, 16);
        assertThat(ErrorCodes.toHttp3(code)).isEqualTo(wire);
        assertThat(ErrorCodes.fromHttp3(wire)).isEqualTo(code);
    }

    @Test
    void mapsAllOtherCodesToNone() {
        assertThat(ErrorCodes.fromHttp3(Http3.REQUEST_CANCELLED)).isZero();
        assertThat(ErrorCodes.toHttp3(1L << 40)).isEqualTo(0x52e5ac983162L);
        assertThat(ErrorCodes.toHttp3(-1)).isEqualTo(0x52e4a40fa8dbL);
    }

    /// Reads capsules as they would come in DATA frames, cut at every place.
    private static List<String> capsules(byte[] bytes, int cut) throws Http3Exception {
        List<String> closings = new ArrayList<>();
        CapsuleReader reader = new CapsuleReader((code, reason) -> closings.add(code + reason));
        reader.feed(ByteBuffer.wrap(bytes, 0, cut));
        reader.feed(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
        return closings;
    }

    @Test
    void findsTheClosingAmongOtherCapsules() throws Exception {
        byte[] bytes = hex("800078ae 00" + "17 03 010203" + "6843 06 00000007 6869");
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(capsules(bytes, cut)).containsExactly("7hi");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6843 03 000000", "6843 4405", "6843 c0000000ffffffff"})
    void refusesClosingsOfAnotherSize(String bytes) {
        assertThatThrownBy(() -> capsules(hex(bytes), 0)).isInstanceOf(Http3Exception.class);
    }

    @Test
    void neverThrowsAnythingElseOnRandomBytes() {
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                Settings.decode(bytes);
            } catch (Http3Exception e) {
                assertThat(e.code()).isGreaterThanOrEqualTo(0x100);
            }
            try {
                capsules(bytes, bytes.length / 2);
            } catch (Http3Exception e) {
                assertThat(e.code()).isEqualTo(Http3.MESSAGE_ERROR);
            }
        }
    }
}
