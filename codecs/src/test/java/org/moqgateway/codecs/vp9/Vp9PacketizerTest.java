package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.PacketizedFrame;

class Vp9PacketizerTest {
    private static final byte[] KEY = Frames.key(320, 180, (byte) 1);
    private static final byte[] KEY_UPPER = Frames.sizedInter(2, 0, 640, 360, (byte) 2);
    private static final byte[] KEY_TOP = Frames.sizedInter(4, 1, 1280, 720, (byte) 3);
    private static final byte[] BASE = Frames.inter(1, 0, 0, 0, (byte) 4);
    private static final byte[] UPPER = Frames.inter(2, 1, 0, 0, (byte) 5);
    private static final byte[] TOP = Frames.inter(4, 2, 1, 0, (byte) 6);

    private final Vp9Packetizer packetizer = new Vp9Packetizer();

    @Test
    void sendsAStreamWithoutLayersInNonFlexibleMode() {
        // I B E V, picture 0, one layer of 320 × 180
        assertThat(payloads(KEY)).containsExactly("8e8000" + "10014000b4" + hex(KEY));
        // I P B E, picture 1
        assertThat(payloads(BASE)).containsExactly("cc8001" + hex(BASE));
    }

    @Test
    void sendsAHiddenFrameWithItsPicture() {
        byte[] picture = RecordedFrames.ALTERNATE_REFERENCE.get(1);
        payloads(RecordedFrames.ALTERNATE_REFERENCE.get(0));

        assertThat(payloads(picture)).containsExactly("cc8001" + hex(picture));
    }

    /// Flexible mode: which earlier picture each layer frame needs stands in it.
    @Test
    void sendsLayersInFlexibleMode() {
        String structure = "50" + "014000b4" + "02800168" + "050002d0";
        assertThat(payloads(KEY, KEY_UPPER, KEY_TOP))
                .containsExactly(
                        "be8000" + "00" + structure + hex(KEY), // I L F B E V
                        "bc8000" + "03" + hex(KEY_UPPER), // I L F B E, S 1, D
                        "bd8000" + "05" + hex(KEY_TOP)); // I L F B E Z, S 2, D
        assertThat(payloads(BASE, UPPER, TOP))
                .containsExactly(
                        "fc8001" + "00" + "02" + hex(BASE), // I P L F B E, one picture ago
                        "fc8001" + "03" + "02" + hex(UPPER),
                        "fd8001" + "05" + "02" + hex(TOP));
    }

    /// A receiver would wait for a frame that was never sent if it were told of the picture
    /// before.
    @Test
    void refersToTheNewestPictureThatHadTheLayer() {
        payloads(KEY, KEY_UPPER, KEY_TOP);
        payloads(BASE, UPPER);
        assertThat(payloads(BASE)).containsExactly("fd8002" + "00" + "02" + hex(BASE));

        assertThat(payloads(BASE, UPPER, TOP))
                .containsExactly(
                        "fc8003" + "00" + "02" + hex(BASE),
                        "fc8003" + "03" + "04" + hex(UPPER), // two pictures ago
                        "fd8003" + "05" + "06" + hex(TOP)); // three pictures ago
    }

    @Test
    void tellsThatALayerWhichJoinsNeedsNoEarlierPicture() {
        payloads(KEY, KEY_UPPER);

        assertThat(payloads(BASE, UPPER, KEY_TOP))
                .containsExactly(
                        "fe8001" + "00" + "02" + "50" + "014000b4028001680500" + "02d0" + hex(BASE),
                        "fc8001" + "03" + "02" + hex(UPPER),
                        "bd8001" + "05" + hex(KEY_TOP));
    }

    @Test
    void namesUpToThreeReferencesNearestFirst() {
        payloads(KEY, KEY_UPPER);
        payloads(Frames.inter(8, 0, 0, 0), UPPER);
        payloads(Frames.inter(16, 0, 0, 0), UPPER);
        byte[] base = Frames.inter(1, 0, 3, 4);

        assertThat(payloads(base, UPPER).getFirst())
                .isEqualTo("fc8003" + "00" + "030506" + hex(base)); // 1, 2 and 3 pictures ago
    }

    @Test
    void leavesOutReferencesThatAreTooFarAway() {
        payloads(KEY, KEY_UPPER);
        for (int i = 0; i < 127; i++) {
            payloads(Frames.inter(8, 3, 3, 3), UPPER);
        }
        byte[] base = Frames.inter(1, 0, 3, 0);

        assertThat(payloads(base, UPPER).getFirst()).isEqualTo("fc8080" + "00" + "02" + hex(base));
    }

    /// An intra-only frame refreshes some slots alone: receivers must not begin at it.
    @Test
    void marksNothingButKeyframesAsIndependent() {
        byte[] intraOnly = Frames.hiddenIntraOnly(1, 64, 48);
        byte[] noVp9 = {0x42};
        payloads(KEY);
        assertThat(payloads(intraOnly)).containsExactly("cc8001" + hex(intraOnly));
        assertThat(payloads(noVp9)).containsExactly("cc8002" + hex(noVp9));
        payloads(KEY, KEY_UPPER);
        assertThat(payloads(intraOnly)).containsExactly("fd8004" + "00" + "02" + hex(intraOnly));
        assertThat(payloads(noVp9)).containsExactly("fd8005" + "00" + "02" + hex(noVp9));
        assertThat(payloads(Frames.showExisting(3)))
                .containsExactly("fd8006" + "00" + "06" + hex(Frames.showExisting(3)));
    }

    /// Layers that turn up in the middle of a stream without stay together until a keyframe.
    @Test
    void beginsLayersAtAKeyframe() {
        payloads(KEY);
        byte[] joined = Frames.superframe(BASE, KEY_UPPER);
        assertThat(payloads(BASE, KEY_UPPER)).containsExactly("cc8001" + hex(joined));
        assertThat(payloads(KEY, KEY_UPPER)).hasSize(2);
        assertThat(payloads(KEY)).containsExactly("bf8003" + "00" + "10014000b4" + hex(KEY));
    }

    @Test
    void countsPicturesInFifteenBits() {
        for (int i = 0; i < 32_770; i++) {
            assertThat(payloads(BASE).getFirst().substring(2, 6))
                    .isEqualTo("%04x".formatted(0x8000 | (i % 32_768)));
        }
    }

    /// Equal payloads but for the last can leave in one segmented send, and none is tiny.
    @Test
    void makesAsFewPayloadsAsPossibleAndThoseEqual() {
        byte[] frame = Frames.key(640, 360, new byte[20_000]);
        for (int limit = 200; limit <= 1460; limit++) {
            PacketizedFrame packetized = packetizer.packetize(frame, 0, frame.length, limit);
            int count = packetized.count();

            assertThat(count).isEqualTo(Math.ceilDiv(frame.length + 5, limit - 3));
            for (int i = 0; i < count - 1; i++) {
                assertThat(packetized.length(i)).isEqualTo(packetized.length(0));
            }
            assertThat(packetized.length(0)).isLessThanOrEqualTo(limit);
            assertThat(packetized.length(count - 1))
                    .isBetween(packetized.length(0) - count, packetized.length(0));
        }
    }

    @Test
    void keepsToTheSmallestLimitWithTheLongestStructure() {
        byte[][] layers = new byte[8][];
        for (int i = 0; i < 8; i++) {
            layers[i] = i == 0 ? Frames.key(16, 16, new byte[50]) : largeLayer(i);
        }
        byte[] picture = Frames.superframe(layers);
        PacketizedFrame packetized =
                packetizer.packetize(picture, 0, picture.length, Vp9Packetizer.MIN_PAYLOAD_BYTES);
        PacketFeed feed = new PacketFeed(new Vp9Depacketizer());
        feed.frame(1, packetized);

        for (int i = 0; i < packetized.count(); i++) {
            assertThat(packetized.length(i)).isLessThanOrEqualTo(Vp9Packetizer.MIN_PAYLOAD_BYTES);
        }
        assertThat(feed.sink().frames().getFirst().payload()).isEqualTo(picture);
    }

    private static byte[] largeLayer(int spatialId) {
        return Frames.sizedInter(1 << spatialId, 0, 16 << spatialId, 16, new byte[50]);
    }

    @Test
    void readsItsRangeAloneAndKeepsNothing() {
        byte[] bytes = CommentedHex.bytes("00" + hex(BASE) + "00");
        PacketizedFrame frame = packetizer.packetize(bytes, 1, BASE.length, 1200);
        bytes[1] = 9;

        assertThat(hex(PacketFeed.payload(frame, 0))).isEqualTo("cc8000" + hex(BASE));
        assertThat(packetizer.packetize(bytes, 1, 0, 1200).count()).isZero();
        assertThatThrownBy(() -> packetizer.packetize(bytes, 2, bytes.length - 1, 1200))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesALimitWithoutRoomForTheDescriptor() {
        assertThatThrownBy(
                        () ->
                                packetizer.packetize(
                                        KEY, 0, KEY.length, Vp9Packetizer.MIN_PAYLOAD_BYTES - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> payloads(byte[]... frames) {
        byte[] picture = Frames.superframe(frames);
        PacketizedFrame frame = packetizer.packetize(picture, 0, picture.length, 1200);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < frame.count(); i++) {
            payloads.add(hex(PacketFeed.payload(frame, i)));
        }
        return payloads;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
