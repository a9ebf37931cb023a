package org.moqgateway.moq.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The consumers of one track and what they wish together. Any thread.
final class Audience {
    /// Hears of changes, with no lock held.
    interface Listener {
        /// The wishes are others, or there is nobody left.
        void changed();
    }

    private final Set<TrackConsumer> consumers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final @Nullable Listener listener;
    private @Nullable Demand merged;
    private OptionalLong start = OptionalLong.empty();

    Audience(@Nullable Listener listener) {
        this.listener = listener;
    }

    /// Tells nobody: whoever opens a consumer of a remote track sees to its request.
    synchronized void add(TrackConsumer consumer) {
        consumers.add(consumer);
        Demand before = merged;
        merged = before == null ? consumer.demand() : before.merge(consumer.demand());
    }

    void remove(TrackConsumer consumer) {
        boolean told;
        synchronized (this) {
            told = consumers.remove(consumer) && (recompute() || consumers.isEmpty());
        }
        tell(told);
    }

    /// The wishes of one consumer are others now.
    void changed() {
        boolean told;
        synchronized (this) {
            told = recompute();
        }
        tell(told);
    }

    private void tell(boolean told) {
        if (told && listener != null) {
            listener.changed();
        }
    }

    private boolean recompute() {
        Demand before = merged;
        OptionalLong startBefore = start;
        merged = null;
        start = OptionalLong.empty();
        for (TrackConsumer consumer : consumers) {
            Demand wishes = consumer.demand();
            merged = merged == null ? wishes : merged.merge(wishes);
            OptionalLong from = consumer.start();
            if (from.isPresent()) {
                long first = start.orElse(Long.MAX_VALUE);
                start = OptionalLong.of(Math.min(first, from.getAsLong()));
            }
        }
        return !Objects.equals(before, merged) || !startBefore.equals(start);
    }

    /// What all wish together.
    synchronized Demand demand() {
        Demand wishes = merged;
        return wishes == null ? Demand.DEFAULT : wishes;
    }

    /// The earliest group that somebody asked to begin at; empty when all take the newest.
    synchronized OptionalLong start() {
        return start;
    }

    synchronized int size() {
        return consumers.size();
    }
}
