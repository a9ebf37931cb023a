package org.moqgateway.core.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// As a plain test it replays its inputs; with `JAZZER_FUZZ=1` it searches for new ones.
class SdpFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void whatIsReadCanBeWrittenAndReadAgain(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        if (SessionDescription.parse(text)
                instanceof SdpResult.Parsed<SessionDescription>(SessionDescription read)) {
            assertThat(SessionDescription.parse(read.write()))
                    .isEqualTo(new SdpResult.Parsed<>(read));
        }
        if (SdpFragment.parse(text) instanceof SdpResult.Parsed<SdpFragment>(SdpFragment read)) {
            assertThat(SdpFragment.parse(read.write())).isEqualTo(new SdpResult.Parsed<>(read));
        }
    }
}
