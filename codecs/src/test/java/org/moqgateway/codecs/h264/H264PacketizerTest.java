package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.nal.Feed;

class H264PacketizerTest {
    private final H264Packetizer packetizer = new H264Packetizer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    00000001 419a01         | 1200 | 419a01                      # single, 4 bytes
                    000001 419a01           | 1200 | 419a01                      # single, 3 bytes
                    00000001 06050100 000001 419a | 1200 | 5800030605010002419a  # STAP-A, NRI 2
                    00000001 419a01 00000001 419a02 | 12 | 5800 03419a01 0003419a02 # fits STAP-A
                    00000001 419a01 00000001 419a02 | 10 | 419a01/419a02         # does not fit
                    00000001 419a01020304   | 6  | 419a01020304                  # fits exactly
                    00000001 419a01020304   | 5  | 5c819a0102/5c410304           # FU-A
                    00000001 659a01020304   | 3  | 7c859a/7c0501/7c0502/7c0503/7c4504 # NRI 3
                    00000001 09f0 00000001 419a 00000001 0cff80 | 1200 | 419a    # left out
                    00000001 c19a 000001 789a 000001 009a | 1200 | ''            # not for RTP
                    419a01                  | 1200 | ''                          # no start code
                    ''                      | 1200 | ''
                    """)
    void cutsFrames(String frame, int maxPayloadBytes, String payloads) {
        byte[] bytes = CommentedHex.bytes(frame);
        String expected = payloads.replaceAll("#.*|\\s", "").replace("''", "");

        assertThat(payloads(packetizer.packetize(bytes, 0, bytes.length, maxPayloadBytes)))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split("/")));
    }

    @Test
    void aggregatesParameterSetsAndFragmentsTheSlice() {
        byte[] slice = Nals.slice(5, 0, 0, new byte[5000]);
        byte[] frame = Nals.annexB(Nals.SPS_1080P, Nals.PPS, Nals.USER_DATA_SEI, slice);
        PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 1200);

        assertThat(packetized.data()[packetized.offset(0)] & 0x1f).isEqualTo(24);
        assertThat(packetized.length(0)).isEqualTo(1 + 2 + 16 + 2 + 4 + 2 + 7);
        for (int i = 1; i < packetized.count() - 1; i++) {
            assertThat(packetized.length(i)).isEqualTo(1200);
            assertThat(packetized.data()[packetized.offset(i)] & 0x1f).isEqualTo(28);
        }
        assertThat(packetized.length(packetized.count() - 1)).isBetween(3, 1200);
        assertThat(packetized.totalBytes()).isEqualTo(packetized.data().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    00000001 06050100 000001 419a | 060501/419a         # no STAP-A
                    00000001 419a01020304         | 419a01020304        # no FU-A
                    00000001 09f0 000001 419a     | 419a                # left out
                    """)
    void keepsNalUnitsWholeForAReceiverOfModeZero(String frame, String payloads) {
        byte[] bytes = CommentedHex.bytes(frame);
        PacketizedFrame packetized = new H264Packetizer(0).packetize(bytes, 0, bytes.length, 5);

        assertThat(payloads(packetized))
                .containsExactly(payloads.replaceAll("#.*|\\s", "").split("/"));
    }

    @Test
    void sendsNoPartOfAFrameThatModeZeroCannotCarry() {
        byte[] fits = Nals.annexB(Nals.SPS_1080P, largeSlice(H264Packetizer.MAX_SINGLE_NAL_BYTES));
        byte[] large =
                Nals.annexB(Nals.SPS_1080P, largeSlice(H264Packetizer.MAX_SINGLE_NAL_BYTES + 1));
        H264Packetizer whole = new H264Packetizer(0);

        assertThat(whole.packetize(fits, 0, fits.length, 1200).count()).isEqualTo(2);
        assertThat(whole.packetize(large, 0, large.length, 1200).count()).isZero();
        assertThat(whole.packetize(fits, 0, fits.length, 1200).count()).isEqualTo(2);
    }

    private static byte[] largeSlice(int bytes) {
        byte[] slice = new byte[bytes];
        Arrays.fill(slice, (byte) 0x41);
        return slice;
    }

    @Test
    void refusesModesThatItDoesNotKnow() {
        assertThatThrownBy(() -> new H264Packetizer(2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsItsRangeAlone() {
        byte[] bytes = CommentedHex.bytes("00000001 419a01 00000001 419a02 00000001 419a03");

        assertThat(payloads(packetizer.packetize(bytes, 7, 7, 1200))).containsExactly("419a02");
        assertThatThrownBy(() -> packetizer.packetize(bytes, 7, 15, 1200))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsEarlierFramesWhenItIsReused() {
        byte[] first = Nals.annexB(Nals.IDR);
        PacketizedFrame packetized = packetizer.packetize(first, 0, first.length, 1200);
        byte[] second = Nals.annexB(Nals.DELTA, Nals.DELTA_SECOND_SLICE);
        packetizer.packetize(second, 0, second.length, 1200);
        first[5] = 0;

        assertThat(payloads(packetized)).containsExactly(HexFormat.of().formatHex(Nals.IDR));
    }

    @Test
    void takesAFrameOfVeryManyNalUnits() {
        byte[][] nals = new byte[100_000][];
        Arrays.fill(nals, new byte[] {0x41});
        byte[] frame = Nals.annexB(nals);

        assertThat(packetizer.packetize(frame, 0, frame.length, 1201).count()).isEqualTo(250);
    }

    @Test
    void refusesALimitWithoutRoomForAFragment() {
        assertThatThrownBy(() -> packetizer.packetize(new byte[0], 0, 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> payloads(PacketizedFrame frame) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            payloads.add(HexFormat.of().formatHex(Feed.payload(frame, i)));
        }
        return payloads;
    }
}
