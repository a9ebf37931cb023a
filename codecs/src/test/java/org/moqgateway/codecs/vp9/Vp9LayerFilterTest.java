package org.moqgateway.codecs.vp9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.codecs.LayerLimit;

class Vp9LayerFilterTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7})
    void takesUpperSpatialLayersOutOfEveryPicture(int spatialLimit) {
        for (List<RecordedLayers> stream : List.of(RecordedLayers.L3T3, RecordedLayers.L3T3_KEY)) {
            assertThat(filter(new LayerLimit(spatialLimit, 7), RecordedLayers.stored(stream, 7)))
                    .containsExactlyElementsOf(RecordedLayers.stored(stream, spatialLimit));
        }
    }

    @Test
    void returnsTheVeryArrayWhenNothingIsTakenOut() {
        Vp9LayerFilter filter = new Vp9LayerFilter(LayerLimit.NONE);
        for (byte[] picture : RecordedLayers.stored(RecordedLayers.L3T3, 7)) {
            assertThat(filter.filter(picture, 0, picture.length, false)).isSameAs(picture);
        }
    }

    /// Layers 0 2 1 2 0 2 1 2 0: pictures of layer 2 are needed by none.
    @Test
    void takesPicturesOutThatNoOtherNeeds() {
        List<byte[]> pictures = RecordedFrames.TEMPORAL_LAYERS;

        assertThat(filter(new LayerLimit(7, 0), pictures))
                .containsExactly(
                        pictures.get(0),
                        pictures.get(2),
                        pictures.get(4),
                        pictures.get(6),
                        pictures.get(8));
        assertThat(filter(new LayerLimit(7, 1), pictures)).containsExactlyElementsOf(pictures);
    }

    @Test
    void takesPicturesOutWhoseLowerLayersNoOtherNeeds() {
        List<byte[]> expected = new ArrayList<>();
        for (List<RecordedLayers> picture : RecordedLayers.pictures(RecordedLayers.L3T3_KEY)) {
            RecordedLayers base = picture.getFirst();
            int refresh = refreshed(base.bytes());
            assertThat(refresh == 0).isEqualTo(base.temporalId() == 2);
            if (base.temporalId() < 2) {
                expected.add(base.bytes());
            }
        }

        assertThat(filter(new LayerLimit(0, 0), RecordedLayers.stored(RecordedLayers.L3T3_KEY, 7)))
                .containsExactlyElementsOf(expected);
        assertThat(expected).hasSizeLessThan(6);
    }

    @Test
    void leavesHiddenFramesAndTheirPicturesAlone() {
        List<byte[]> pictures = RecordedFrames.ALTERNATE_REFERENCE;

        assertThat(filter(new LayerLimit(0, 0), pictures)).containsExactlyElementsOf(pictures);
        byte[] superframe =
                Frames.superframe(Frames.hiddenIntraOnly(4, 64, 48), Frames.inter(1, 0, 0, 2));
        assertThat(filter(new LayerLimit(0, 0), List.of(Frames.key(64, 48), superframe)))
                .contains(superframe);
    }

    @Test
    void waitsForAKeyframeBeforeItLetsAnUpperLayerIn() {
        byte[] base = Frames.key(64, 48, (byte) 1);
        byte[] key = Frames.superframe(base, Frames.sizedInter(2, 0, 128, 96, (byte) 2));
        byte[] delta = Frames.inter(1, 0, 0, 0, (byte) 3);
        byte[] picture = Frames.superframe(delta, Frames.inter(2, 1, 0, 0, (byte) 4));
        Vp9LayerFilter filter = new Vp9LayerFilter(new LayerLimit(0, 7));

        assertThat(filter.filter(key, 0, key.length, true)).isEqualTo(base);
        assertThat(filter.filter(picture, 0, picture.length, false)).isEqualTo(delta);
        filter.limit(LayerLimit.NONE);
        assertThat(filter.filter(picture, 0, picture.length, false)).isEqualTo(delta);
        assertThat(filter.filter(key, 0, key.length, true)).isSameAs(key);
        assertThat(filter.filter(picture, 0, picture.length, false)).isSameAs(picture);
        filter.limit(new LayerLimit(0, 7));
        assertThat(filter.filter(picture, 0, picture.length, false)).isEqualTo(delta);
    }

    /// Without it, entropy contexts and motion vectors pass from frame to frame.
    @Test
    void takesNothingOutOfAStreamWithoutErrorResilience() {
        byte[] resilient = Frames.inter(0, 0, 0, 0);
        byte[] fragile = resilient.clone();
        fragile[0] &= (byte) 0xfe;
        byte[] key = Frames.key(64, 48);
        Vp9LayerFilter filter = new Vp9LayerFilter(new LayerLimit(0, 0));

        assertThat(filter.filter(resilient, 0, resilient.length, false)).isSameAs(resilient);
        assertThat(filter.filter(key, 0, key.length, true)).isSameAs(key);
        assertThat(filter.filter(resilient, 0, resilient.length, false)).isEmpty();
        assertThat(filter.filter(fragile, 0, fragile.length, false)).isSameAs(fragile);
        assertThat(filter.filter(resilient, 0, resilient.length, false)).isSameAs(resilient);
    }

    @Test
    void keepsAnOrderToShowAnExistingFrame() {
        byte[] key = Frames.key(64, 48);
        byte[] show = Frames.showExisting(1);

        assertThat(filter(new LayerLimit(0, 0), List.of(key, show, Frames.inter(0, 0, 0, 0))))
                .containsExactly(key, show);
    }

    @Test
    void readsItsRangeAloneAndChangesNothing() {
        byte[] key = Frames.key(64, 48);
        byte[] lent = new byte[key.length + 5];
        System.arraycopy(key, 0, lent, 2, key.length);
        byte[] before = lent.clone();
        Vp9LayerFilter filter = new Vp9LayerFilter(new LayerLimit(0, 0));

        assertThat(filter.filter(lent, 2, key.length, true)).isEqualTo(key);
        assertThat(lent).isEqualTo(before);
        assertThatThrownBy(() -> filter.filter(lent, 3, lent.length - 2, true))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static int refreshed(byte[] frame) {
        Vp9FrameHeader header = new Vp9FrameHeader();
        assertThat(header.parse(frame, 0, frame.length)).isTrue();
        return header.refreshedSlots();
    }

    private static List<byte[]> filter(LayerLimit limit, List<byte[]> pictures) {
        Vp9LayerFilter filter = new Vp9LayerFilter(limit);
        Vp9FrameHeader header = new Vp9FrameHeader();
        List<byte[]> left = new ArrayList<>();
        for (byte[] picture : pictures) {
            assertThat(header.parse(picture, 0, picture.length)).isTrue();
            byte[] filtered = filter.filter(picture, 0, picture.length, header.keyframe());
            if (filtered.length > 0) {
                left.add(filtered);
            }
        }
        return left;
    }
}
