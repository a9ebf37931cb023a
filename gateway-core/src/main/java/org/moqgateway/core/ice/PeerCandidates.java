package org.moqgateway.core.ice;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The peer's candidates of one description: those it told, and those that its requests made known.
/// Bounded. One thread.
final class PeerCandidates {

    static final int MOST = 64;

    private final Set<PeerCandidate> told = new LinkedHashSet<>();
    private final Set<PeerCandidate> learnt = new LinkedHashSet<>();

    /// Adds one that the peer told.
    ///
    /// @return false for a duplicate, for one beyond the bound, and for what is no address
    boolean tell(PeerCandidate candidate) {
        if (!candidate.usable() || told.stream().anyMatch(candidate::sameAs)) {
            return false;
        }
        boolean moved = learnt.removeIf(candidate::sameAs);
        return (moved || !full()) && told.add(candidate);
    }

    /// Adds the source of a request, unless it is known.
    ///
    /// @return false for one beyond the bound
    boolean learn(PeerCandidate source) {
        boolean known =
                told.stream().anyMatch(source::sameAs) || learnt.stream().anyMatch(source::sameAs);
        return known || (!full() && learnt.add(source));
    }

    private boolean full() {
        return told.size() + learnt.size() >= MOST;
    }

    void forEach(Consumer<PeerCandidate> action) {
        told.forEach(action);
        learnt.forEach(action);
    }

    boolean isEmpty() {
        return told.isEmpty() && learnt.isEmpty();
    }
}
