package org.moqgateway.codecs.h265;

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

class H265PacketizerTest {
    private final H265Packetizer packetizer = new H265Packetizer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    00000001 0201d001         | 1200 | 0201d001                  # single
                    000001 0201d001           | 1200 | 0201d001                  # single, 3 bytes
                    00000001 4e010501 000001 0203d0 | 1200 | 6001 00044e010501 00030203d0 # AP, TID 1
                    00000001 0203d0 000001 0202d1 | 1200 | 6002 00030203d0 00030202d1     # AP, TID 2
                    00000001 0201d001 00000001 0201d002 | 14 | 6001 00040201d001 00040201d002 # fits
                    00000001 0201d001 00000001 0201d002 | 13 | 0201d001/0201d002 # does not fit
                    00000001 0201d00102  | 5  | 0201d00102                       # fits exactly
                    00000001 0201d0010203 | 5 | 620181d001/6201410203            # FU
                    00000001 2602d0010203 | 4 | 620293d0/62021301/62021302/62025303 # IDR, TID 2
                    00000001 460150 000001 0201d0 000001 4c01ff80 | 1200 | 0201d0 # left out
                    00000001 8201d0 000001 6001d0 000001 7e01 000001 0209d0 | 1200 | '' # not for RTP
                    00000001 02 000001 0200d0 | 1200 | ''                        # no header
                    0201d0                    | 1200 | ''                        # no start code
                    ''                        | 1200 | ''
                    """)
    void cutsFrames(String frame, int maxPayloadBytes, String payloads) {
        byte[] bytes = CommentedHex.bytes(frame);
        String expected = payloads.replaceAll("#.*|\\s", "").replace("''", "");

        assertThat(payloads(packetizer.packetize(bytes, 0, bytes.length, maxPayloadBytes)))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split("/")));
    }

    @Test
    void aggregatesParameterSetsAndFragmentsTheSlice() {
        byte[] slice = Nals.slice(Nals.IDR_W_RADL, true, 0, new byte[5000]);
        byte[] frame = Nals.annexB(Nals.VPS, Nals.SPS_720P, Nals.PPS, slice);
        PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, 1200);

        assertThat(packetized.data()[packetized.offset(0)]).isEqualTo((byte) 0x60);
        assertThat(packetized.length(0)).isEqualTo(2 + 2 + 24 + 2 + 43 + 2 + 6);
        for (int i = 1; i < packetized.count() - 1; i++) {
            assertThat(packetized.length(i)).isEqualTo(1200);
            assertThat(packetized.data()[packetized.offset(i)]).isEqualTo((byte) 0x62);
        }
        assertThat(packetized.length(packetized.count() - 1)).isBetween(4, 1200);
        assertThat(packetized.totalBytes()).isEqualTo(packetized.data().length);
    }

    @Test
    void readsItsRangeAlone() {
        byte[] bytes = CommentedHex.bytes("00000001 0201d1 00000001 0201d2 00000001 0201d3");

        assertThat(payloads(packetizer.packetize(bytes, 7, 7, 1200))).containsExactly("0201d2");
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
        Arrays.fill(nals, new byte[] {2, 1});
        byte[] frame = Nals.annexB(nals);

        assertThat(packetizer.packetize(frame, 0, frame.length, 1202).count()).isEqualTo(334);
    }

    @Test
    void refusesALimitWithoutRoomForAFragment() {
        assertThatThrownBy(() -> packetizer.packetize(new byte[0], 0, 0, 3))
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
