package org.moqgateway.core.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// `mvn test` replays the inputs that stand beside the other resources; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl gateway-core -am test -Dtest='SdpFuzzTest#whatIsReadCanBeWrittenAndReadAgain'
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
