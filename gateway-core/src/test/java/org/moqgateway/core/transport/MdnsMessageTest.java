package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The messages were written by hand after RFC 1035 §4.1 and RFC 6762 §18.
class MdnsMessageTest {
    private static final String NAME = "ab-1.local";

    private static final byte[] QUERY =
            hex(
                    "0000 0000 0002 0000 0000 0000" // two questions
                            + "04 61622d31 05 6c6f63616c 00 0001 0001" // A, IN
                            + "04 61622d31 05 6c6f63616c 00 001c 0001"); // AAAA, IN

    private static final byte[] RESPONSE =
            hex(
                    "0000 8400 0000 0002 0000 0001" // two answers, one more record
                            + "04 41422d31 05 6c6f63616c 00" // AB-1.local
                            + "0001 8001 00000078 0004 c0a80105" // A, IN, flush; 192.168.1.5
                            + "05 6f74686572 c011 0001 8001 00000078 0004 0a000001" // other.local
                            + "c00c 001c 8001 00000078 0010" // AAAA of the first name
                            + "20010db8 00000000 00000000 00000001");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void asksForBothKindsOfAddress() {
        assertThat(MdnsMessage.query(NAME)).hasValue(QUERY);
    }

    @Test
    void doesNotAskForWhatIsNoName() {
        assertThat(MdnsMessage.query("a..local")).isEmpty();
        assertThat(MdnsMessage.query("x".repeat(64) + ".local")).isEmpty();
        assertThat(MdnsMessage.query("ä.local")).isEmpty();
        assertThat(MdnsMessage.query("x.".repeat(130) + "local")).isEmpty();
        assertThat(MdnsMessage.query("x".repeat(63) + ".local")).isPresent();
    }

    @Test
    void readsTheAddressesOfTheNameAlone() {
        assertThat(MdnsMessage.addresses(RESPONSE, RESPONSE.length, NAME))
                .containsExactly(
                        InetAddress.ofLiteral("192.168.1.5"), InetAddress.ofLiteral("2001:db8::1"));
        assertThat(MdnsMessage.addresses(RESPONSE, RESPONSE.length, "other.local"))
                .containsExactly(InetAddress.ofLiteral("10.0.0.1"));
        assertThat(MdnsMessage.addresses(RESPONSE, RESPONSE.length, "local")).isEmpty();
        assertThat(MdnsMessage.addresses(RESPONSE, RESPONSE.length, "")).isEmpty();
    }

    @Test
    void readsOverTheQuestionOfALegacyResponse() {
        byte[] response = new byte[QUERY.length + 16];
        System.arraycopy(QUERY, 0, response, 0, QUERY.length);
        response[2] = (byte) 0x84;
        response[7] = 1;
        byte[] record = hex("c00c 0001 0001 00000078 0004 c0a80106");
        System.arraycopy(record, 0, response, QUERY.length, record.length);
        assertThat(MdnsMessage.addresses(response, response.length, NAME.toUpperCase(Locale.ROOT)))
                .containsExactly(InetAddress.ofLiteral("192.168.1.6"));
    }

    @Test
    void aQueryIsNoAnswer() {
        byte[] claimed = RESPONSE.clone();
        claimed[2] = 0;
        assertThat(MdnsMessage.addresses(claimed, claimed.length, NAME)).isEmpty();
    }

    @Test
    void everyPrefixGivesNoMoreThanItHolds() {
        for (int length = 0; length < RESPONSE.length; length++) {
            byte[] prefix = Arrays.copyOf(RESPONSE, length);
            int most = length >= 37 ? 1 : 0;
            assertThat(MdnsMessage.addresses(prefix, length, NAME)).hasSizeLessThanOrEqualTo(most);
        }
    }

    @Test
    void aNameThatPointsAtItselfEnds() {
        byte[] loop = hex("0000 8400 0000 0001 0000 0000 c00c 0001 0001 00000078 0004 c0a80105");
        assertThat(MdnsMessage.addresses(loop, loop.length, NAME)).isEmpty();
    }

    @Test
    void takesFourAddressesAtMost() {
        byte[] header = hex("0000 8400 0000 0009 0000 0000");
        byte[] first = hex("04 61622d31 05 6c6f63616c 00 0001 0001 00000078 0004 c0a80105");
        byte[] more = hex("c00c 0001 0001 00000078 0004 c0a80106");
        byte[] all = Arrays.copyOf(header, header.length + first.length + 8 * more.length);
        System.arraycopy(first, 0, all, header.length, first.length);
        for (int i = 0; i < 8; i++) {
            int at = header.length + first.length + i * more.length;
            System.arraycopy(more, 0, all, at, more.length);
        }
        assertThat(MdnsMessage.addresses(all, all.length, NAME)).hasSize(4);
    }

    @Test
    void toleratesNoise() {
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = i % 2 == 0 ? new byte[random.nextInt(90)] : RESPONSE.clone();
            if (i % 2 == 0) {
                random.nextBytes(noise);
            } else {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            List<InetAddress> found = MdnsMessage.addresses(noise, noise.length, NAME);
            assertThat(found).hasSizeLessThanOrEqualTo(4);
        }
    }
}
