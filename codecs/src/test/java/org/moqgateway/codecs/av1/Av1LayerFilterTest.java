package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.LayerLimit;

class Av1LayerFilterTest {
    private static final byte[] SEQUENCE = Obus.obu(Obus.SEQUENCE_HEADER, Obus.SEQUENCE);
    private static final byte[] METADATA = Obus.obu(Obus.METADATA, (byte) 3);

    /// FFmpeg decodes what is left of the whole recording without complaint: the frames of
    /// limit (1, 1) and (1, 0) are those of the whole stream, and (0, 0) those of (0, 7).
    @ParameterizedTest
    @CsvSource({"7, 7, 13, 26", "0, 7, 13, 13", "1, 1, 7, 14", "1, 0, 4, 8", "0, 0, 4, 4"})
    void leavesTheLayersWantedOfARealStream(int spatial, int temporal, int units, int frames) {
        Av1LayerFilter filter = new Av1LayerFilter(new LayerLimit(spatial, temporal));
        ObuReader reader = new ObuReader();
        int unitsLeft = 0;
        int framesLeft = 0;
        boolean key = true;
        for (byte[] unit : SampleStreams.temporalUnits(SampleStreams.LAYERED)) {
            byte[] filtered = filter.filter(unit, 0, unit.length, key);
            key = false;
            unitsLeft += filtered.length > 0 ? 1 : 0;
            reader.reset(filtered, 0, filtered.length);
            while (reader.next()) {
                if (reader.type() == ObuType.FRAME) {
                    framesLeft++;
                    assertThat(ObuHeader.spatialId(reader.extension()))
                            .isLessThanOrEqualTo(spatial);
                    assertThat(ObuHeader.temporalId(reader.extension()))
                            .isLessThanOrEqualTo(temporal);
                }
            }
        }
        assertThat(unitsLeft).isEqualTo(units);
        assertThat(framesLeft).isEqualTo(frames);
    }

    @Test
    void takesHigherSpatialLayersOut() {
        byte[] key = unit(0, true, 3);
        Av1LayerFilter filter = new Av1LayerFilter(new LayerLimit(1, 7));

        assertThat(filter.filter(key, 0, key.length, true)).isEqualTo(unit(0, true, 2));
        byte[] delta = unit(2, false, 3);
        assertThat(filter.filter(delta, 0, delta.length, false)).isEqualTo(unit(2, false, 2));
    }

    @Test
    void leavesNothingOfAUnitOfAHigherTemporalLayer() {
        Av1LayerFilter filter = new Av1LayerFilter(new LayerLimit(7, 1));
        for (int temporalId = 0; temporalId < 4; temporalId++) {
            byte[] unit = unit(temporalId, false, 2);
            byte[] filtered = filter.filter(unit, 0, unit.length, false);
            if (temporalId <= 1) {
                assertThat(filtered).isSameAs(unit);
            } else {
                assertThat(filtered).isEmpty();
            }
        }
    }

    @Test
    void passesTheVeryArrayWhenNothingIsTakenOut() {
        byte[] key = unit(0, true, 3);

        assertThat(new Av1LayerFilter(LayerLimit.NONE).filter(key, 0, key.length, true))
                .isSameAs(key);
        byte[] plain = Obus.join(SEQUENCE, Obus.obu(Obus.FRAME, (byte) 0x10));
        assertThat(new Av1LayerFilter(new LayerLimit(0, 0)).filter(plain, 0, plain.length, true))
                .isSameAs(plain);
    }

    @Test
    void copiesAPartOfAnArray() {
        byte[] key = unit(0, true, 3);
        byte[] within = Obus.join(new byte[5], key, new byte[3]);
        Av1LayerFilter all = new Av1LayerFilter(LayerLimit.NONE);
        Av1LayerFilter base = new Av1LayerFilter(new LayerLimit(0, 0));

        assertThat(all.filter(within, 5, key.length, true)).isEqualTo(key);
        assertThat(base.filter(within, 5, key.length, true)).isEqualTo(unit(0, true, 1));
        assertThatThrownBy(() -> base.filter(within, 5, within.length, true))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void lowersTheLimitAtOnceAndRaisesItAtTheNextKeyframe() {
        Av1LayerFilter filter = new Av1LayerFilter(LayerLimit.NONE);
        byte[] key = unit(0, true, 3);
        byte[] delta = unit(0, false, 3);
        assertThat(filter.filter(key, 0, key.length, true)).isSameAs(key);

        filter.limit(new LayerLimit(0, 7));
        assertThat(filter.filter(delta, 0, delta.length, false)).isEqualTo(unit(0, false, 1));
        filter.limit(new LayerLimit(2, 7));
        assertThat(filter.filter(delta, 0, delta.length, false)).isEqualTo(unit(0, false, 1));
        assertThat(filter.filter(key, 0, key.length, true)).isSameAs(key);
        assertThat(filter.filter(delta, 0, delta.length, false)).isSameAs(delta);
    }

    @Test
    void passesWhatItCannotUnderstand() {
        byte[] cut = Arrays.copyOf(unit(0, true, 3), 60);
        byte[] forbidden = Obus.join(unit(0, true, 3), CommentedHex.bytes("b2 00"));
        Av1LayerFilter filter = new Av1LayerFilter(new LayerLimit(0, 0));

        assertThat(filter.filter(cut, 0, cut.length, true)).isSameAs(cut);
        assertThat(filter.filter(forbidden, 0, forbidden.length, true)).isSameAs(forbidden);
    }

    private static byte[] unit(int temporalId, boolean key, int spatialLayers) {
        byte[] unit = key ? Obus.join(SEQUENCE, METADATA) : METADATA;
        for (int spatialId = 0; spatialId < spatialLayers; spatialId++) {
            int kind = key && spatialId == 0 ? Obus.KEY : Obus.INTER;
            byte[] payload = new byte[20];
            payload[0] = (byte) kind;
            payload[1] = (byte) spatialId;
            unit = Obus.join(unit, Obus.layered(Obus.FRAME, temporalId, spatialId, payload));
        }
        return unit;
    }
}
