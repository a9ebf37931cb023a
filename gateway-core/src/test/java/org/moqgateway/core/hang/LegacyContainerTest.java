package org.moqgateway.core.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.model.Frame;

class LegacyContainerTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00, 0168656c6c6f, 1",
        "33, 21, 0168656c6c6f, 1",
        "33333, 80008235, 68656c6c6f, 4",
        "1234567, 8012d687, 68656c6c6f, 4",
        "86400000000, c00000141dd76000, 68, 8"
    })
    void putsTheTimestampBeforeTheCodecsBytes(
            long timestampUs, String header, String codec, int offset) {
        Frame frame = LegacyContainer.encode(timestampUs, HexFormat.of().parseHex(codec));

        assertThat(HexFormat.of().formatHex(frame.payload())).isEqualTo(header + codec);
        assertThat(frame.timestampUs()).isEqualTo(timestampUs);
        assertThat(LegacyContainer.timestampUs(frame.payload())).isEqualTo(timestampUs);
        assertThat(LegacyContainer.codecOffset(frame.payload())).isEqualTo(offset);
    }

    @Test
    void refusesPayloadsThatEndWithinTheTimestamp() {
        byte[] payload = LegacyContainer.encode(86_400_000_000L, new byte[0]).payload();

        for (int length = 0; length < payload.length; length++) {
            byte[] prefix = Arrays.copyOf(payload, length);
            assertThat(LegacyContainer.codecOffset(prefix)).isEqualTo(LegacyContainer.MALFORMED);
            assertThat(LegacyContainer.timestampUs(prefix)).isEqualTo(LegacyContainer.MALFORMED);
        }
    }
}
