package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.PacketFeed;
import org.moqgateway.codecs.RecordingSink.Drop;

class Vp9DepacketizerLayerTest {
    private static final byte[] KEY = Frames.key(320, 180, (byte) 1);
    private static final byte[] KEY_UPPER = Frames.sizedInter(2, 0, 640, 360, (byte) 2);
    private static final byte[] KEY_TOP = Frames.sizedInter(4, 1, 1280, 720, (byte) 3);
    private static final byte[] BASE = Frames.inter(1, 0, 0, 0, (byte) 4);
    private static final byte[] UPPER = Frames.inter(2, 1, 0, 0, (byte) 5);
    private static final byte[] TOP = Frames.inter(4, 2, 1, 0, (byte) 6);

    private final Vp9Depacketizer depacketizer = new Vp9Depacketizer();
    private final PacketFeed feed = new PacketFeed(depacketizer);

    @Test
    void joinsTheLayersOfAPictureToASuperframe() {
        keyPicture(1);
        picture(2);

        assertThat(feed.sink().drops()).isEmpty();
        assertFrame(0, 1, true, KEY, KEY_UPPER, KEY_TOP);
        assertFrame(1, 2, false, BASE, UPPER, TOP);
    }

    @Test
    void tellsTheSizeOfTheLargestLayer() {
        keyPicture(1);

        assertThat(depacketizer.config()).contains(Vp9Format.PROFILE_0.videoConfig(1280, 720));
        layer(9, 0, false, true, KEY);
        assertThat(depacketizer.config()).contains(Vp9Format.PROFILE_0.videoConfig(320, 180));
    }

    @Test
    void tellsALargerSizeWhenALayerJoins() {
        layer(1, 0, false, false, KEY);
        layer(1, 1, false, true, KEY_UPPER);
        layer(2, 0, true, false, BASE);
        layer(2, 1, true, false, UPPER);
        layer(2, 2, false, true, KEY_TOP);
        layer(3, 0, true, true, BASE);

        assertThat(depacketizer.config()).contains(Vp9Format.PROFILE_0.videoConfig(1280, 720));
        assertFrame(1, 2, false, BASE, UPPER, KEY_TOP);
        assertFrame(2, 3, false, BASE);
        assertThat(feed.sink().drops()).isEmpty();
    }

    @Test
    void deliversTheLayersBelowALossAndKeepsTheOthersAway() {
        keyPicture(1);
        layer(2, 0, true, false, BASE);
        feed.gap();
        layer(2, 2, true, true, TOP);
        picture(3);

        assertFrame(1, 2, false, BASE);
        assertFrame(2, 3, false, BASE);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.LAYER_LOST, 2));
    }

    @Test
    void deliversTheLayersBelowOneThatIsCut() {
        keyPicture(1);
        layer(2, 0, true, false, BASE);
        layer(2, 1, true, false, UPPER);
        feed.packet(2, "f8 02 05 02 8601").gap();
        picture(3);

        assertFrame(1, 2, false, BASE, UPPER);
        assertFrame(2, 3, false, BASE, UPPER);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.LAYER_LOST, 2));
    }

    @Test
    void dropsThePictureWhenItsLowestLayerIsCut() {
        keyPicture(1);
        feed.packet(2, "f8 02 00 02 8601").gap();
        layer(2, 1, true, false, UPPER);
        layer(2, 2, true, true, TOP);
        picture(3);

        assertFrame(1, 3, false, BASE, UPPER, TOP);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.PACKET_LOST, 2));
    }

    @Test
    void takesAllLayersAgainAtAKeyframe() {
        keyPicture(1);
        layer(2, 0, true, false, BASE);
        feed.gap();
        keyPicture(3);

        assertFrame(1, 2, false, BASE);
        assertFrame(2, 3, true, KEY, KEY_UPPER, KEY_TOP);
    }

    @Test
    void takesALayerAgainThatNeedsNoEarlierPicture() {
        keyPicture(1);
        layer(2, 0, true, false, BASE);
        feed.gap();
        layer(3, 0, true, false, BASE);
        layer(3, 1, false, false, KEY_UPPER);
        layer(3, 2, true, true, TOP);
        picture(4);

        assertFrame(2, 3, false, BASE, KEY_UPPER);
        assertFrame(3, 4, false, BASE, UPPER);
    }

    @Test
    void countsLayersThatWereNotSentAsNoLoss() {
        keyPicture(1);
        layer(2, 2, true, true, TOP, false); // as a selective forwarder does
        picture(3);

        assertFrame(1, 2, false, TOP);
        assertFrame(2, 3, false, BASE, UPPER, TOP);
        assertThat(feed.sink().drops()).isEmpty();
    }

    @Test
    void leavesOutALayerWhoseLowerOneIsNotThere() {
        keyPicture(1);
        layer(2, 0, true, false, BASE);
        layer(2, 2, true, true, TOP);
        picture(3);

        assertFrame(1, 2, false, BASE);
        assertFrame(2, 3, false, BASE);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.LAYER_LOST, 2));
    }

    @Test
    void deliversTheLowerLayersWhenAnUpperOneIsNoVp9() {
        keyPicture(1);
        layer(2, 0, true, false, BASE);
        layer(2, 1, true, false, new byte[] {0x42, 1});
        layer(2, 2, true, true, TOP);

        assertFrame(1, 2, false, BASE);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.LAYER_LOST, 2));
    }

    @Test
    void givesUpLayersInDescendingOrder() {
        keyPicture(1);
        layer(2, 2, true, false, TOP, false);
        layer(2, 1, true, true, UPPER, false);

        assertFrame(1, 2, false, TOP);
        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.LAYER_LOST, 2));
    }

    @Test
    void namesTheFramesOfALayerThatIsItselfASuperframe() {
        byte[] hidden = Frames.hiddenIntraOnly(8, 64, 48);
        layer(1, 0, false, false, Frames.superframe(KEY, hidden));
        layer(1, 1, false, true, KEY_UPPER);

        assertFrame(0, 1, true, KEY, hidden, KEY_UPPER);
    }

    @Test
    void dropsAPictureOfMoreFramesThanAnIndexCanName() {
        byte[] two = Frames.superframe(BASE, BASE);
        layer(1, 0, true, false, Frames.superframe(BASE, BASE, BASE, BASE, BASE, BASE, BASE));
        layer(1, 1, true, true, two);

        assertThat(feed.sink().frames()).isEmpty();
        assertThat(feed.sink().reasons()).containsExactly(DropReason.MALFORMED_PAYLOAD);
    }

    /// A decoder of both would lose the lower one at every key frame of the upper one.
    @Test
    void deliversTheHighestOfIndependentLayers() {
        List<List<RecordedLayers>> pictures = RecordedLayers.pictures(RecordedLayers.S2T1);
        boolean[] keyframes = {true, false, true, false};
        for (int i = 0; i < keyframes.length; i++) {
            List<RecordedLayers> picture = pictures.get(i);
            layer(i, 0, !keyframes[i], false, picture.get(0).bytes(), false);
            layer(i, 1, !keyframes[i], true, picture.get(1).bytes(), false);

            assertFrame(i, i, keyframes[i], picture.get(1).bytes());
        }
        assertThat(feed.sink().drops()).isEmpty();
        assertThat(depacketizer.config()).contains(Vp9Format.PROFILE_0.videoConfig(480, 270));
    }

    @Test
    void tellsWhenNoLayerOfAPictureCanBeDecoded() {
        layer(1, 0, false, false, KEY, false);
        layer(1, 1, false, true, Frames.key(640, 360), false);
        layer(2, 0, true, true, BASE, false);

        assertThat(feed.sink().drops()).containsExactly(new Drop(DropReason.LAYER_LOST, 2));
        layer(3, 0, false, true, KEY, false);
        assertFrame(1, 3, true, KEY);
    }

    private void keyPicture(int rtpTimestamp) {
        layer(rtpTimestamp, 0, false, false, KEY);
        layer(rtpTimestamp, 1, false, false, KEY_UPPER);
        layer(rtpTimestamp, 2, false, true, KEY_TOP);
    }

    private void picture(int rtpTimestamp) {
        layer(rtpTimestamp, 0, true, false, BASE);
        layer(rtpTimestamp, 1, true, false, UPPER);
        layer(rtpTimestamp, 2, true, true, TOP);
    }

    private void layer(int time, int spatialId, boolean interPicture, boolean last, byte[] bytes) {
        layer(time, spatialId, interPicture, last, bytes, spatialId > 0);
    }

    /// One packet in flexible mode.
    private void layer(
            int time,
            int spatialId,
            boolean interPicture,
            boolean last,
            byte[] bytes,
            boolean interLayer) {
        List<Integer> descriptor = new ArrayList<>();
        descriptor.add(interPicture ? 0xfc : 0xbc);
        descriptor.add(time);
        descriptor.add(spatialId << 1 | (interLayer ? 1 : 0));
        if (interPicture) {
            descriptor.add(1 << 1);
        }
        byte[] payload = new byte[descriptor.size() + bytes.length];
        for (int i = 0; i < descriptor.size(); i++) {
            payload[i] = descriptor.get(i).byteValue();
        }
        System.arraycopy(bytes, 0, payload, descriptor.size(), bytes.length);
        feed.push(time, last, payload);
    }

    private void assertFrame(int index, int rtpTimestamp, boolean keyframe, byte[]... layers) {
        EncodedFrame frame = feed.sink().frames().get(index);
        assertThat(frame.rtpTimestamp()).isEqualTo(rtpTimestamp);
        assertThat(frame.keyframe()).isEqualTo(keyframe);
        assertThat(frame.payload()).isEqualTo(Frames.superframe(layers));
    }
}
