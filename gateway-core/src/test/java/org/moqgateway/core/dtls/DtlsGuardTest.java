package org.moqgateway.core.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DtlsGuardTest {

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;

    private final DtlsGuard guard = new DtlsGuard();

    /// The start of a ClientHello as a browser sends it: one record, one whole fragment.
    private static final byte[] HELLO =
            HexFormat.of()
                    .parseHex(
                            "16" // handshake
                                    + "feff" // DTLS 1.0, as first records say
                                    + "0000" // epoch
                                    + "000000000000" // sequence number
                                    + "0014" // length
                                    + "01" // client_hello
                                    + "000008" // length
                                    + "0000" // message_seq
                                    + "000000" // fragment_offset
                                    + "000008" // fragment_length
                                    + "fefd010203040506");

    @Test
    void letsAnOrdinaryHelloPass() {
        assertThat(check(HELLO)).isEqualTo(DtlsVerdict.ACCEPTED);
    }

    @Test
    void letsSeveralRecordsAndFragmentsPass() {
        byte[] first = fragment(CLIENT_HELLO, 1000, 1, 0, 400);
        byte[] second = fragment(CLIENT_HELLO, 1000, 1, 400, 600);
        byte[] both = join(record(HANDSHAKE, 0, first), record(HANDSHAKE, 0, second));
        assertThat(check(both)).isEqualTo(DtlsVerdict.ACCEPTED);
        assertThat(check(record(HANDSHAKE, 0, join(first, second))))
                .isEqualTo(DtlsVerdict.ACCEPTED);
        assertThat(check(record(20, 0, new byte[] {1}))).isEqualTo(DtlsVerdict.ACCEPTED);
        assertThat(check(record(HANDSHAKE, 1, new byte[40]))).isEqualTo(DtlsVerdict.ACCEPTED);
        assertThat(check(record(HANDSHAKE, 0, fragment(14, 0, 2, 0, 0))))
                .isEqualTo(DtlsVerdict.ACCEPTED);
    }

    @Test
    void refusesEveryStrictPrefix() {
        byte[] two = join(HELLO, record(HANDSHAKE, 1, new byte[40]));
        for (int length = 0; length < two.length; length++) {
            DtlsVerdict verdict = check(Arrays.copyOf(two, length));
            if (length != HELLO.length) {
                assertThat(verdict)
                        .as("prefix of %d bytes", length)
                        .isEqualTo(DtlsVerdict.TRUNCATED);
            }
        }
    }

    /// The library ends the connection at one that has no room for nonce and tag.
    @Test
    void refusesAnEncryptedRecordThatIsTooShortForItsTag() {
        for (int type = 20; type <= 23; type++) {
            for (int length = 0; length < 24; length++) {
                assertThat(check(record(type, 1, new byte[length])))
                        .isEqualTo(DtlsVerdict.BAD_RECORD);
            }
            assertThat(check(record(type, 1, new byte[24]))).isEqualTo(DtlsVerdict.ACCEPTED);
        }
    }

    @Test
    void refusesLengthsThatLie() {
        assertThat(check(record(HANDSHAKE, 0, fragment(CLIENT_HELLO, 0xffffff, 0, 0, 10))))
                .isEqualTo(DtlsVerdict.MESSAGE_TOO_LONG);
        assertThat(check(record(HANDSHAKE, 0, fragment(CLIENT_HELLO, 16385, 0, 0, 10))))
                .isEqualTo(DtlsVerdict.MESSAGE_TOO_LONG);
        assertThat(check(record(HANDSHAKE, 0, fragment(CLIENT_HELLO, 100, 0, 0xfffff0, 16))))
                .isEqualTo(DtlsVerdict.MESSAGE_TOO_LONG);
        assertThat(check(record(HANDSHAKE, 0, fragment(CLIENT_HELLO, 100, 0, 95, 10))))
                .isEqualTo(DtlsVerdict.BAD_FRAGMENT);
        assertThat(check(record(HANDSHAKE, 0, fragment(CLIENT_HELLO, 100, 0, 5, 0))))
                .isEqualTo(DtlsVerdict.BAD_FRAGMENT);
        byte[] beyondItsRecord = fragment(CLIENT_HELLO, 100, 0, 0, 50);
        assertThat(check(record(HANDSHAKE, 0, Arrays.copyOf(beyondItsRecord, 40))))
                .isEqualTo(DtlsVerdict.BAD_FRAGMENT);
    }

    @Test
    void refusesAMessageThatChangesItsLengthOrType() {
        assertThat(check(record(HANDSHAKE, 0, fragment(11, 900, 1, 0, 100))))
                .isEqualTo(DtlsVerdict.ACCEPTED);
        assertThat(check(record(HANDSHAKE, 0, fragment(11, 901, 1, 100, 100))))
                .isEqualTo(DtlsVerdict.BAD_FRAGMENT);
        assertThat(check(record(HANDSHAKE, 0, fragment(12, 900, 1, 100, 100))))
                .isEqualTo(DtlsVerdict.BAD_FRAGMENT);
        assertThat(check(record(HANDSHAKE, 0, fragment(11, 900, 1, 100, 100))))
                .isEqualTo(DtlsVerdict.ACCEPTED);
    }

    @Test
    void boundsTheNumberOfMessages() {
        for (int sequence = 0; sequence < 0x10000; sequence += 257) {
            boolean few = sequence < DtlsGuard.MOST_MESSAGES;
            assertThat(check(record(HANDSHAKE, 0, fragment(11, 16384, sequence, 0, 1))))
                    .isEqualTo(few ? DtlsVerdict.ACCEPTED : DtlsVerdict.TOO_MANY_MESSAGES);
        }
    }

    @Test
    void boundsWhatAHandshakeCosts() {
        int accepted = 0;
        for (int i = 0; i < 2000; i++) {
            accepted += check(HELLO) == DtlsVerdict.ACCEPTED ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(DtlsGuard.MOST_HANDSHAKE_DATAGRAMS);
        assertThat(check(HELLO)).isEqualTo(DtlsVerdict.HANDSHAKE_BUDGET_SPENT);
    }

    @Test
    void takesOnlyEncryptedRecordsAndSomeRepeatsAfterTheHandshake() {
        guard.established();
        assertThat(check(record(21, 0, new byte[] {2, 40}))).isEqualTo(DtlsVerdict.BAD_RECORD);
        for (int i = 0; i < 10_000; i++) {
            assertThat(check(record(21, 1, new byte[26]))).isEqualTo(DtlsVerdict.ACCEPTED);
        }
        int repeats = 0;
        for (int i = 0; i < 1000; i++) {
            repeats += check(HELLO) == DtlsVerdict.ACCEPTED ? 1 : 0;
        }
        assertThat(repeats).isLessThanOrEqualTo(DtlsGuard.MOST_LATE_DATAGRAMS);
    }

    @Test
    void refusesWhatHasNoPlaceHere() {
        assertThat(check(record(HANDSHAKE, 2, new byte[40]))).isEqualTo(DtlsVerdict.BAD_RECORD);
        assertThat(check(record(24, 0, new byte[40]))).isEqualTo(DtlsVerdict.BAD_RECORD);
        assertThat(check(record(23, 0, new byte[40]))).isEqualTo(DtlsVerdict.BAD_RECORD);
        assertThat(check(record(20, 0, new byte[] {2}))).isEqualTo(DtlsVerdict.BAD_RECORD);
        assertThat(check(record(HANDSHAKE, 0, new byte[0]))).isEqualTo(DtlsVerdict.BAD_RECORD);
        assertThat(check(record(HANDSHAKE, 0, fragment(0, 0, 0, 0, 0))))
                .isEqualTo(DtlsVerdict.BAD_FRAGMENT);
        byte[] tls = HELLO.clone();
        tls[1] = 3;
        assertThat(check(tls)).isEqualTo(DtlsVerdict.BAD_RECORD);
    }

    @Test
    void neverThrowsOnMutations() {
        Random random = new Random(4);
        byte[] seed = join(HELLO, record(HANDSHAKE, 0, fragment(11, 300, 1, 0, 300)));
        for (int i = 0; i < 200_000; i++) {
            byte[] mutated = Arrays.copyOf(seed, random.nextInt(seed.length + 1));
            for (int flips = random.nextInt(5); flips > 0 && mutated.length > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            assertThat(new DtlsGuard().check(mutated, 0, mutated.length)).isNotNull();
        }
    }

    private DtlsVerdict check(byte[] datagram) {
        byte[] buffer = new byte[datagram.length + 6];
        System.arraycopy(datagram, 0, buffer, 3, datagram.length);
        return guard.check(buffer, 3, datagram.length);
    }

    static byte[] record(int type, int epoch, byte[] body) {
        return ByteBuffer.allocate(13 + body.length)
                .put((byte) type)
                .putShort((short) 0xfefd)
                .putShort((short) epoch)
                .putShort((short) 0)
                .putInt(7)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    static byte[] fragment(int type, int length, int sequence, int offset, int fragmentLength) {
        return ByteBuffer.allocate(12 + Math.min(fragmentLength, 1200))
                .putInt(type << 24 | length)
                .putShort((short) sequence)
                .put((byte) (offset >> 16))
                .putShort((short) offset)
                .put((byte) (fragmentLength >> 16))
                .putShort((short) fragmentLength)
                .array();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
