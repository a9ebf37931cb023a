package org.moqgateway.moq.transport.qmux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubprotocolTest {
    private static final List<String> OURS = List.of("moq-lite-05", "moq-lite-04");

    @Test
    void readsVersionAndProtocol() {
        assertThat(Subprotocol.parse("qmux-01.moq-lite-05"))
                .contains(new Subprotocol(QmuxVersion.QMUX_01, "moq-lite-05"));
        assertThat(Subprotocol.parse("qmux-00.a.b"))
                .contains(new Subprotocol(QmuxVersion.QMUX_00, "a.b"));
    }

    @Test
    void readsNothingThatLeavesTheMoqVersionOpen() {
        for (String token :
                List.of("qmux-01", "webtransport", "qmux-01.", "moq-lite-05", "", "qmux-03.a")) {
            assertThat(Subprotocol.parse(token)).as(token).isEmpty();
        }
    }

    @Test
    void offersEachProtocolUnderEachVersion() {
        assertThat(Subprotocol.offers(OURS, false))
                .containsExactly(
                        "qmux-02.moq-lite-05",
                        "qmux-01.moq-lite-05",
                        "qmux-00.moq-lite-05",
                        "qmux-02.moq-lite-04",
                        "qmux-01.moq-lite-04",
                        "qmux-00.moq-lite-04");
        assertThat(Subprotocol.offers(List.of("a"), true))
                .containsExactly("qmux-02.a", "qmux-01.a");
    }

    @Test
    void findsTheNewestCommonVersionOfEachProtocolInTheClientsOrder() {
        assertThat(
                        Subprotocol.common(
                                        List.of(
                                                "strange",
                                                "qmux-00.moq-lite-04",
                                                "qmux-00.moq-lite-05",
                                                "qmux-01.moq-lite-04",
                                                "qmux-01.moqt-20",
                                                "qmux-01"),
                                        OURS)
                                .values())
                .containsExactly(
                        new Subprotocol(QmuxVersion.QMUX_01, "moq-lite-04"),
                        new Subprotocol(QmuxVersion.QMUX_00, "moq-lite-05"));
        assertThat(Subprotocol.common(List.of("webtransport", "qmux-01"), OURS)).isEmpty();
    }
}
