package org.moqgateway.core.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlightOrderTest {

    private static final byte[] CHANGE = DtlsGuardTest.record(20, 0, new byte[] {1});
    private static final byte[] FINISHED = DtlsGuardTest.record(22, 1, new byte[48]);

    private final FlightOrder order = new FlightOrder();

    @Test
    void letsACompleteFlightPassWhole() {
        assertThat(filter(message(1, 0))).isEqualTo(message(1, 0));
        byte[] flight = join(message(11, 1), message(16, 2), message(15, 3), CHANGE, FINISHED);
        assertThat(filter(flight)).isEqualTo(flight);
    }

    @Test
    void keepsTheChangeBackUntilWhatWasLostHasCome() {
        filter(message(1, 0));
        filter(message(11, 1));
        filter(message(16, 2));
        assertThat(filter(CHANGE)).isEmpty();
        assertThat(filter(join(CHANGE, FINISHED))).isEqualTo(FINISHED);
        filter(message(15, 3));
        assertThat(filter(CHANGE)).isEqualTo(CHANGE);
    }

    @Test
    void waitsForEveryFragment() {
        filter(message(1, 0));
        byte[] verify = DtlsGuardTest.record(22, 0, DtlsGuardTest.fragment(15, 100, 1, 0, 60));
        byte[] rest = DtlsGuardTest.record(22, 0, DtlsGuardTest.fragment(15, 100, 1, 60, 40));
        assertThat(filter(join(verify, CHANGE))).isEqualTo(verify);
        assertThat(filter(join(rest, CHANGE))).isEqualTo(join(rest, CHANGE));
    }

    @Test
    void toleratesPrefixes() {
        byte[] flight = join(message(1, 0), message(15, 1), CHANGE, FINISHED);
        for (int length = 0; length < flight.length; length++) {
            assertThat(filter(Arrays.copyOf(flight, length)).length).isLessThanOrEqualTo(length);
        }
    }

    private byte[] filter(byte[] datagram) {
        byte[] buffer = Arrays.copyOf(datagram, datagram.length + 20);
        return Arrays.copyOf(buffer, order.filter(buffer, 0, datagram.length));
    }

    private static byte[] message(int type, int sequence) {
        return DtlsGuardTest.record(22, 0, DtlsGuardTest.fragment(type, 80, sequence, 0, 80));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
