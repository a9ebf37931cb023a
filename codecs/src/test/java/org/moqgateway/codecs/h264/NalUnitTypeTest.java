package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NalUnitTypeTest {
    @Test
    void namesTheTypeOfEachNalUnit() {
        assertThat(NalUnitType.of(Nals.SPS_1080P[0])).isEqualTo(NalUnitType.SEQUENCE_PARAMETER_SET);
        assertThat(NalUnitType.of(Nals.PPS[0])).isEqualTo(NalUnitType.PICTURE_PARAMETER_SET);
        assertThat(NalUnitType.of(Nals.IDR[0])).isEqualTo(NalUnitType.IDR_SLICE);
        assertThat(NalUnitType.of(Nals.DELIMITER[0])).isEqualTo(NalUnitType.ACCESS_UNIT_DELIMITER);
        assertThat(NalUnitType.of(0)).isEqualTo(NalUnitType.UNSPECIFIED);
        assertThat(NalUnitType.of(12)).isEqualTo(NalUnitType.FILLER_DATA);
        assertThat(NalUnitType.of(13)).isEqualTo(NalUnitType.EXTENSION);
        assertThat(NalUnitType.of(23)).isEqualTo(NalUnitType.EXTENSION);
        assertThat(NalUnitType.of(24)).isEqualTo(NalUnitType.UNSPECIFIED);
    }
}
