package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.Route;

/// What is left to tell of changes that nobody took in time.
class PendingAnnouncesTest {
    private final PendingAnnounces pending = new PendingAnnounces(() -> {});

    private static Route route(int cost) {
        return new Route(List.of(new OriginId(7)), cost);
    }

    private List<String> taken() {
        List<String> taken = new ArrayList<>();
        pending.drain(
                (path, change) -> {
                    Route route = change.route();
                    taken.add(
                            (change.ended() ? "-" : "")
                                    + path
                                    + (route == null ? "" : "+" + route.cost()));
                });
        return taken;
    }

    @Test
    void keepsNothingOfWhatCameAndWent() {
        pending.announced("stays", route(1));
        for (int i = 0; i < 100_000; i++) {
            pending.announced("p" + i, route(1));
            pending.rerouted("p" + i, route(2));
            pending.unannounced("p" + i);
        }
        assertThat(pending.size()).isEqualTo(1);
        assertThat(taken()).containsExactly("stays+1");
    }

    @Test
    void tellsTheEndOfWhatWasTold() {
        pending.announced("a", route(1));
        assertThat(taken()).containsExactly("a+1");
        pending.rerouted("a", route(2));
        pending.unannounced("a");
        assertThat(taken()).containsExactly("-a");
        pending.announced("a", route(3));
        pending.unannounced("a");
        assertThat(taken()).isEmpty();
    }

    @Test
    void tellsTheEndBeforeTheNextBeginning() {
        pending.announced("a", route(1));
        assertThat(taken()).containsExactly("a+1");
        pending.unannounced("a");
        pending.announced("a", route(2));
        pending.unannounced("a");
        pending.announced("a", route(3));
        assertThat(taken()).containsExactly("-a+3");
        pending.rerouted("a", route(4));
        assertThat(taken()).containsExactly("a+4");
    }
}
