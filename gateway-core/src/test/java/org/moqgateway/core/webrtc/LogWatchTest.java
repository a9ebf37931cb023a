package org.moqgateway.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogWatchTest {
    private static final Logger LOG = LoggerFactory.getLogger(LogWatchTest.class);

    @Test
    void failsAtTheEndWhenAnExceptionWasLogged() {
        LogWatch watch = new LogWatch();
        LOG.warn("expected by a test", new IllegalStateException("on purpose"));
        assertThat(watch.faults()).hasSize(1);
        assertThatThrownBy(watch::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("on purpose");
    }

    @Test
    void failsAtTheEndWhenAStackTraceWasPrinted() {
        LogWatch watch = new LogWatch();
        LOG.error("expected by a test\n\tat org.example.Nowhere");
        assertThatThrownBy(watch::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void takesWarningsThatAreSentences() {
        try (LogWatch watch = new LogWatch()) {
            LOG.warn("expected by a test");
            LOG.debug("expected by a test", new IllegalStateException("on purpose"));
            assertThat(watch.faults()).isEmpty();
        }
    }
}
