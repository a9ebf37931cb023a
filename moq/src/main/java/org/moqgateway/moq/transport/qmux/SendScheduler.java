package org.moqgateway.moq.transport.qmux;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which stream goes next: the one of the highest order, of equals the oldest. Streams without a
/// number wait apart, so that those the peer's limit holds back cost the others nothing.
final class SendScheduler {
    private static final Comparator<SendHalf> FIRST =
            Comparator.comparingLong(SendHalf::order).reversed().thenComparingLong(SendHalf::age);

    private final NavigableSet<SendHalf> opened = new TreeSet<>(FIRST);
    private final NavigableSet<SendHalf> newUni = new TreeSet<>(FIRST);
    private final NavigableSet<SendHalf> newBidi = new TreeSet<>(FIRST);

    /// Puts a stream into its line when it has something to send, and out of it when not.
    void update(SendHalf stream) {
        if (stream.sendable()) {
            line(stream).add(stream);
        } else {
            remove(stream);
        }
    }

    /// Takes a stream out; before its order or its number changes.
    void remove(SendHalf stream) {
        line(stream).remove(stream);
    }

    /// The next one; it stays in its line.
    ///
    /// @param mayOpenUni whether the peer takes another unidirectional stream
    /// @param mayOpenBidi likewise
    @Nullable SendHalf next(boolean mayOpenUni, boolean mayOpenBidi) {
        SendHalf next = first(opened);
        if (mayOpenUni) {
            next = better(next, first(newUni));
        }
        if (mayOpenBidi) {
            next = better(next, first(newBidi));
        }
        return next;
    }

    /// Drops every stream that waits.
    void end() {
        for (NavigableSet<SendHalf> line : List.of(opened, newUni, newBidi)) {
            List.copyOf(line).forEach(SendHalf::drop);
        }
    }

    private static @Nullable SendHalf first(NavigableSet<SendHalf> line) {
        return line.isEmpty() ? null : line.first();
    }

    private static @Nullable SendHalf better(@Nullable SendHalf a, @Nullable SendHalf b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return FIRST.compare(a, b) <= 0 ? a : b;
    }

    private NavigableSet<SendHalf> line(SendHalf stream) {
        if (stream.entry().opened()) {
            return opened;
        }
        return stream.entry().uni() ? newUni : newBidi;
    }
}
