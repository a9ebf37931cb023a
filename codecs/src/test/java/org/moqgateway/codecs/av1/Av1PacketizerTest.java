package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.PacketizedFrame;

class Av1PacketizerTest {
    private final Av1Packetizer packetizer = new Av1Packetizer();

    @Test
    void putsWhatFitsIntoOnePayloadAndLeavesTheSizesOut() {
        byte[] unit =
                CommentedHex.bytes(
                        """
                        12 00           # temporal delimiter
                        0a 02 00 00     # sequence header
                        2a 01 05        # metadata
                        7a 02 00 80     # padding
                        32 04 10 a1 a2 a3 # frame: a shown key frame
                        """);

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 1200)))
                .containsExactly(
                        "38" // three elements, new coded video sequence
                                + "03"
                                + "080000" // size, sequence header
                                + "02"
                                + "2805" // size, metadata
                                + "3010a1a2a3"); // frame, without size
    }

    @Test
    void countsNoElementsWhenThereAreMoreThanThree() {
        byte[] unit = CommentedHex.bytes("2a 00 2a 00 2a 00 32 03 30 a1 a2");

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 1200)))
                .containsExactly("00" + "0128" + "0128" + "0128" + "04" + "3030a1a2");
    }

    @Test
    void cutsALargeObuIntoPayloadsOfOneSize() {
        byte[] unit = CommentedHex.bytes("32 0e 30 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad");

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 8)))
                .containsExactly("50" + "3030a1a2a3", "d0" + "a4a5a6a7a8", "90" + "a9aaabacad");
    }

    @Test
    void beginsTheNextObuInWhatIsLeftOfAPayload() {
        byte[] unit = CommentedHex.bytes("2a 02 b1 b2  32 0a 30 a1 a2 a3 a4 a5 a6 a7 a8 a9");

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 10)))
                .containsExactly("60" + "03" + "28b1b2" + "3030a1a2", "90" + "a3a4a5a6a7a8a9");
    }

    /// What begins with an OBU is a frame of its own to a receiver without dependency descriptor.
    @Test
    void continuesAnObuInEveryPayloadButTheFirst() {
        byte[] unit =
                Obus.join(
                        Obus.layered(Obus.FRAME, 1, 0, (byte) 0x30, (byte) 1, (byte) 2),
                        Obus.layered(Obus.FRAME, 1, 1, (byte) 0x30, (byte) 3, (byte) 4),
                        Obus.layered(Obus.FRAME, 1, 2, (byte) 0x30, (byte) 5, (byte) 6));

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 1200)))
                .containsExactly("30" + "05" + "3420300102" + "05" + "3428300304" + "3430300506");
        for (int limit = 8; limit < 24; limit++) {
            PacketizedFrame frame = packetizer.packetize(unit, 0, unit.length, limit);
            for (int i = 0; i < frame.count(); i++) {
                assertThat((frame.data()[frame.offset(i)] & 0x80) != 0)
                        .as("payload %d at %d bytes", i, limit)
                        .isEqualTo(i > 0);
            }
        }
    }

    @Test
    void beginsAPayloadWithEverySequenceHeader() {
        byte[] unit = CommentedHex.bytes("2a 00 0a 01 00 32 01 10");

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 1200)))
                .containsExactly("18" + "28", "20" + "02" + "0800" + "3010");
    }

    @Test
    void tellsOfANewSequenceOnlyWithHeaderAndShownKeyFrame() {
        assertThat(firstHeader("0a 01 00 32 01 10") & 8).isEqualTo(8);
        assertThat(firstHeader("0a 01 00 1a 01 10") & 8).isEqualTo(8);
        assertThat(firstHeader("0a 01 18 32 01 00") & 8).as("reduced still picture").isEqualTo(8);
        assertThat(firstHeader("32 01 10") & 8).as("without sequence header").isZero();
        assertThat(firstHeader("0a 01 00 32 01 30") & 8).as("inter frame").isZero();
        assertThat(firstHeader("0a 01 00 32 01 00") & 8).as("hidden key frame").isZero();
        assertThat(firstHeader("0a 01 00 1a 01 90") & 8).as("shown again").isZero();
        assertThat(firstHeader("0a 01 00 32 01 30 32 01 10") & 8).as("second frame").isZero();
    }

    private int firstHeader(String hex) {
        byte[] unit = CommentedHex.bytes(hex);
        PacketizedFrame frame = packetizer.packetize(unit, 0, unit.length, 1200);
        return frame.data()[frame.offset(0)];
    }

    @Test
    void takesALastObuWithoutSize() {
        byte[] unit = CommentedHex.bytes("2a 00 30 30 a1 a2");

        assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 1200)))
                .containsExactly("20" + "01" + "28" + "3030a1a2");
    }

    @Test
    void sendsWhatIsInFrontOfAMalformedObu() {
        for (String malformed : List.of("32 05 30", "b2 00", "36", "32 ff", "32 ffffffff0f 30")) {
            byte[] unit = CommentedHex.bytes("32 02 30 a1" + malformed);

            assertThat(payloads(packetizer.packetize(unit, 0, unit.length, 1200)))
                    .as(malformed)
                    .containsExactly("10" + "3030a1");
        }
    }

    @Test
    void makesNothingOfNothing() {
        byte[] delimiter = CommentedHex.bytes("12 00");

        assertThat(packetizer.packetize(delimiter, 0, 2, 1200).count()).isZero();
        assertThat(packetizer.packetize(delimiter, 1, 0, 1200).count()).isZero();
        assertThatThrownBy(() -> packetizer.packetize(delimiter, 1, 2, 1200))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packetizer.packetize(delimiter, 0, 2, 7))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsEarlierFramesWhenItIsReused() {
        byte[] unit = CommentedHex.bytes("32 02 30 a1");
        PacketizedFrame first = packetizer.packetize(unit, 0, unit.length, 1200);
        unit[3] = 0;
        PacketizedFrame second = packetizer.packetize(unit, 0, unit.length, 1200);

        assertThat(payloads(first)).containsExactly("10" + "3030a1");
        assertThat(payloads(second)).containsExactly("10" + "303000");
    }

    private static List<String> payloads(PacketizedFrame frame) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            payloads.add(HexFormat.of().formatHex(Feed.payload(frame, i)));
        }
        return payloads;
    }
}
