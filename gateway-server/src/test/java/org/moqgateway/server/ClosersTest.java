package org.moqgateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosersTest {
    private final List<String> ended = new ArrayList<>();
    private final Closers closers = new Closers();

    @Test
    void endsWhatWasStartedInTheOppositeOrder() {
        add("first");
        add("second");

        closers.close();
        closers.close();

        assertThat(ended).containsExactly("second", "first");
    }

    @Test
    void endsFirstWhatWasRaised() {
        AutoCloseable clients = add("clients");
        add("http");
        closers.raise(clients);
        add("after");

        closers.close();

        assertThat(ended).containsExactly("after", "clients", "http");
    }

    @Test
    void goesOnWhenOneCannotEndInOrder() {
        add("first");
        closers.add(
                () -> {
                    throw new IllegalStateException("on purpose");
                });

        closers.close();

        assertThat(ended).containsExactly("first");
    }

    private AutoCloseable add(String name) {
        AutoCloseable part = () -> ended.add(name);
        closers.add(part);
        return part;
    }
}
