package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// `mvn test` replays the inputs that stand beside the other resources; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl gateway-core -am test -Dtest='MdnsFuzzTest#answersAreReadOrLeft'
class MdnsFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void answersAreReadOrLeft(FuzzedDataProvider data) {
        byte[] message = data.consumeRemainingAsBytes();
        assertThat(MdnsMessage.addresses(message, message.length, "ab-1.local"))
                .hasSizeLessThanOrEqualTo(4);
    }
}
