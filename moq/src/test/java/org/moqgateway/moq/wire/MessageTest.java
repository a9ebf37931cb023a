package org.moqgateway.moq.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    @ParameterizedTest
    @MethodSource("org.moqgateway.moq.wire.WireTable#rows")
    void readsTheTable(WireTable.Row row) throws Exception {
        for (MoqVersion version : row.versions()) {
            ByteBuffer bytes = ByteBuffer.wrap(row.bytes());

            assertThat(row.decoder().decode(bytes, version)).isEqualTo(row.value());
            assertThat(bytes.hasRemaining()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("org.moqgateway.moq.wire.WireTable#rows")
    void writesTheTable(WireTable.Row row) {
        for (MoqVersion version : row.versions()) {
            assertThat(row.encoder().apply(row.value(), version)).isEqualTo(row.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("org.moqgateway.moq.wire.WireTable#rows")
    void refusesEveryStrictPrefix(WireTable.Row row) {
        for (MoqVersion version : row.versions()) {
            for (int length = 0; length < row.bytes().length; length++) {
                ByteBuffer prefix = ByteBuffer.wrap(row.bytes(), 0, length);

                assertThatExceptionOfType(WireException.class)
                        .isThrownBy(() -> row.decoder().decode(prefix, version))
                        .extracting(WireException::error)
                        .isEqualTo(MoqError.MALFORMED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.moqgateway.moq.wire.WireTable#rows")
    void refusesABodyThatEndsEarlyOrLate(WireTable.Row row) throws Exception {
        for (MoqVersion version : row.versions()) {
            int lengthAt = row.decoder().typed(version) ? 1 : 0;
            for (int difference : new int[] {-1, 1}) {
                byte[] changed = Arrays.copyOf(row.bytes(), row.bytes().length + 1);
                changed[lengthAt] += (byte) difference;

                assertThatExceptionOfType(WireException.class)
                        .isThrownBy(() -> row.decoder().decode(ByteBuffer.wrap(changed), version));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.moqgateway.moq.wire.WireTable#rows")
    void takesChangedBytesWithoutAnyOtherException(WireTable.Row row) {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = row.bytes().clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (MoqVersion version : MoqVersion.values()) {
                decodeAnything(row.decoder(), bytes, version);
            }
        }
    }

    private static void decodeAnything(
            MessageDecoder<?> decoder, byte[] bytes, MoqVersion version) {
        try {
            assertThat(decoder.decode(ByteBuffer.wrap(bytes), version)).isNotNull();
        } catch (WireException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MoqVersion.class,
            names = {"LITE_03", "LITE_04"})
    void hasNoSetupOrTrackBefore05(MoqVersion version) {
        ByteBuffer empty = ByteBuffer.wrap(new byte[] {1, 0});

        assertThatThrownBy(() -> Setup.EMPTY.encode(version))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrackMessage("a", "b").encode(version))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Setup.decode(empty, version))
                .extracting(WireException::error)
                .isEqualTo(MoqError.UNEXPECTED_STREAM);
        assertThatThrownBy(() -> new SubscribeResponse.Start(1).encode(version))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsNoAnnouncementThatTheVersionHasNot() {
        assertThatThrownBy(() -> new Announcement.EndById(1).encode(MoqVersion.LITE_05))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Announcement.End("a").encode(MoqVersion.LITE_06_WIP))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                new Announcement.Start("a", Collections.nCopies(33, 0L), 0)
                                        .encode(MoqVersion.LITE_05))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Goaway("").encode(MoqVersion.LITE_03))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "00                 , no parameter count",
        "01 01              , a parameter is missing",
        "07 02 010101 010101, a parameter twice",
        "02 4041            , 65 parameters",
        "05 01 01 02 0101   , two numbers where one belongs",
        "05 01 02 02 c328   , path is not UTF-8"
    })
    void refusesBadParameters(String hex, String why) {
        ByteBuffer bytes = ByteBuffer.wrap(CommentedHex.bytes(hex));

        assertThatExceptionOfType(WireException.class)
                .as(why)
                .isThrownBy(() -> Setup.decode(bytes, MoqVersion.LITE_05));
    }

    @Test
    void takesUnknownParametersAndValues() throws Exception {
        byte[] bytes =
                CommentedHex.bytes(
                        """
                        11           # length
                        04           # parameters
                        8000beef 02 ffff # unknown
                        01 01 3f     # a probe level of the future
                        03 01 09     # a role of the future
                        05 01 00     # no origin
                        """);

        assertThat(Setup.decode(ByteBuffer.wrap(bytes), MoqVersion.LITE_05))
                .isEqualTo(Setup.EMPTY.withProbe(ProbeLevel.INCREASE));
    }

    @Test
    void readsTheRestartOfLite05AsAStart() throws Exception {
        byte[] restart = CommentedHex.bytes("06 02 01 61 02 01 02");
        Announcement start = new Announcement.Start("a", List.of(1L, 2L), 0);

        assertThat(Announcement.DECODER.decode(ByteBuffer.wrap(restart), MoqVersion.LITE_05))
                .isEqualTo(start);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(
                        () ->
                                Announcement.DECODER.decode(
                                        ByteBuffer.wrap(restart), MoqVersion.LITE_04));
    }

    @ParameterizedTest
    @CsvSource({
        "06 01 01 61 02 05 05, passes a hop twice",
        "05 01 01 61 21 05   , 33 hops",
        "05 03 01 61 01 05   , unknown status"
    })
    void refusesBadAnnouncements(String hex, String why) {
        ByteBuffer bytes = ByteBuffer.wrap(CommentedHex.bytes(hex));

        assertThatExceptionOfType(WireException.class)
                .as(why)
                .isThrownBy(() -> Announcement.DECODER.decode(bytes, MoqVersion.LITE_05));
    }

    @Test
    void normalizesPathsAndBoundsTheirDepth() throws Exception {
        byte[] slashes = CommentedHex.bytes("0b 09 2f2f612f2f2f622f2f 00 # //a///b//");
        String deep = "a/".repeat(32) + "a";
        byte[] tooDeep = new WireWriter().string(deep).varInt(0).toMessage();

        assertThat(AnnounceRequest.decode(ByteBuffer.wrap(slashes), MoqVersion.LITE_05).prefix())
                .isEqualTo("a/b");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(
                        () -> AnnounceRequest.decode(ByteBuffer.wrap(tooDeep), MoqVersion.LITE_05));
        assertThatThrownBy(() -> new AnnounceRequest(deep, 0).encode(MoqVersion.LITE_05))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATimescaleOfZeroAndAnEndlessUri() {
        byte[] info = CommentedHex.bytes("04 00 00 00 00");
        byte[] uri = new WireWriter().bytes(new byte[8193]).toMessage();

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(
                        () -> TrackInfoMessage.decode(ByteBuffer.wrap(info), MoqVersion.LITE_05));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Goaway.decode(ByteBuffer.wrap(uri), MoqVersion.LITE_05));
        assertThatThrownBy(() -> new Goaway("x".repeat(8193)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsWholeMillisecondsAndSaturates() throws Exception {
        TrackInfoMessage fine = new TrackInfoMessage(0, false, Duration.ofNanos(1_999_999), 1000);
        TrackInfoMessage endless =
                new TrackInfoMessage(0, true, Duration.ofSeconds(Long.MAX_VALUE), 1000);

        assertThat(roundTrip(fine).maxAge()).isEqualTo(Duration.ofMillis(1));
        assertThat(roundTrip(endless).maxAge()).isEqualTo(Duration.ofMillis(VarInt.MAX_VALUE));
    }

    private static TrackInfoMessage roundTrip(TrackInfoMessage info) throws WireException {
        return TrackInfoMessage.decode(
                ByteBuffer.wrap(info.encode(MoqVersion.LITE_05)), MoqVersion.LITE_05);
    }
}
