package org.moqgateway.core.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.moq.model.Frame;

class LocContainerTest {
    private static final HexFormat HEX = HexFormat.of();

    private final ContainerReader reader =
            ContainerReader.of(RenditionCommon.of("vp8").withContainer(Container.LOC))
                    .orElseThrow();

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    /// What is read, as `time:bytes`.
    private List<String> read(byte[] payload) {
        List<String> samples = new ArrayList<>();
        boolean read =
                reader.read(
                        payload,
                        false,
                        (timestampUs, offset, length, _) ->
                                samples.add(
                                        timestampUs
                                                + ":"
                                                + HEX.formatHex(payload, offset, offset + length)));
        assertThat(read).isEqualTo(!samples.isEmpty());
        return samples;
    }

    /// bytes of properties | 10, timestamp | the codec's bytes
    @ParameterizedTest
    @CsvSource({
        "0, 02 10 00, 68656c6c6f",
        "33, 02 10 21, 68656c6c6f",
        "12345, 03 10 7039, 68656c6c6f20776f726c64",
        "33333, 05 10 80008235, 68",
        "86400000000, 09 10 c00000141dd76000, 68"
    })
    void writesTheTimestampAloneAndReadsIt(long timestampUs, String header, String codec) {
        Frame frame = LocContainer.encode(timestampUs, bytes(codec));

        assertThat(HEX.formatHex(frame.payload())).isEqualTo(header.replace(" ", "") + codec);
        assertThat(frame.timestampUs()).isEqualTo(timestampUs);
        assertThat(read(frame.payload())).containsExactly(timestampUs + ":" + codec);
    }

    /// The second to fourth are the cases of upstream's own tests.
    @ParameterizedTest
    @CsvSource({
        // Timestamp in a form longer than needed
        "05 10 80000007 aa, 7:aa",
        // 08: timescale 48000, then 10: 96000
        "0a 08 8000bb80 08 80017700 7061, 2000000:7061",
        // 0d: video configuration of three bytes, then 10: 10
        "07 0d 03 010203 03 0a 64, 10:64",
        // 06: timestamp as draft-03 numbered it
        "03 06 5092 70, 4242:70",
        // 08 after the timestamp's old number; 90 kHz, rounded to the nearest microsecond
        "07 06 01 02 80015f90 aa, 11:aa",
        // 0a, 0b of no bytes, 10, 12: unknown ones are skipped
        "08 0a 05 01 00 05 09 02 3f aa, 9:aa"
    })
    void readsPropertiesOfOthers(String payload, String sample) {
        assertThat(read(bytes(payload))).containsExactly(sample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "00 aa", // no properties, so no timestamp
                "03 08 43e8 aa", // a timescale alone
                "04 08 00 08 0a aa", // a timescale of 0
                "64 10 00", // more properties than bytes
                "c0000000ffffffff 10 00 aa", // far more
                "02 10 40 aa", // a timestamp that ends with the properties
                "01 10 aa", // a property without a value
                "03 0d 05 01 aa", // bytes beyond the properties
                "0a 0d ffffffffffffffff 10 aa", // far beyond
                "02 10 05", // nothing of the codec's
                "13 10 05 fffffffffffffffe 00 fffffffffffffffe 00 aa", // types beyond 2^62
                "13 08 fffffffffffffffe 08 fffffffffffffffe aa", // more ticks than can be
            })
    void refusesWhatIsMalformed(String payload) {
        assertThat(read(bytes(payload))).isEmpty();
        assertThat(reader.malformedFrames()).isEqualTo(1);
    }

    @Test
    void refusesEveryPrefixOfTheHeaderAndStaysWithinThePayload() {
        byte[] whole = bytes("0f 08 8000bb80 05 03 010203 03 80017700 aa");
        assertThat(read(whole)).containsExactly("2000000:aa");
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(Arrays.copyOf(whole, length))).isEmpty();
        }
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(24)];
            random.nextBytes(payload);
            reader.read(
                    payload,
                    true,
                    (timestampUs, offset, length, _) -> {
                        assertThat(timestampUs).isNotNegative();
                        assertThat(length).isPositive();
                        assertThat(offset + length).isEqualTo(payload.length);
                    });
        }
    }
}
