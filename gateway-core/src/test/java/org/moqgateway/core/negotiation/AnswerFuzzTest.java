package org.moqgateway.core.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/// `mvn test` replays the inputs that stand beside the other resources; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl gateway-core -am test -Dtest='AnswerFuzzTest#everyOfferIsAnsweredOrRefused'
class AnswerFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void everyOfferIsAnsweredOrRefused(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();

        assertThat(Answerer.answerIngest(text, Offers.LOCAL)).isNotNull();
        assertThat(
                        Answerer.answerEgress(
                                text,
                                Offers.LOCAL,
                                Availability.of(List.of(Offers.H264, Offers.OPUS))))
                .isNotNull();
        assertThat(IceUpdate.read(text, Offers.LOCAL.ice())).isNotNull();
    }
}
