package org.moqgateway.moq.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.Route;

/// What an announce stream has yet to tell: for each path what became of it at last, however often
/// it changed meanwhile. Written by publishers' threads, emptied by the session's.
final class PendingAnnounces implements AnnounceListener {
    /// What became of a path.
    ///
    /// @param ended whether the broadcast that was told last is over
    /// @param route of the one that is there now; null for none
    /// @param untold whether nothing was told of the path since the last end
    record Change(boolean ended, @Nullable Route route, boolean untold) {}

    private final Runnable wake;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private boolean waking;

    PendingAnnounces(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void announced(String path, Route route) {
        put(path, route, true);
    }

    @Override
    public void rerouted(String path, Route route) {
        put(path, route, false);
    }

    private void put(String path, Route route, boolean begins) {
        boolean wakes;
        synchronized (changes) {
            Change before = changes.get(path);
            changes.put(
                    path,
                    before == null
                            ? new Change(false, route, begins)
                            : new Change(before.ended(), route, before.untold()));
            wakes = waking;
        }
        if (wakes) {
            wake.run();
        }
    }

    @Override
    public void unannounced(String path) {
        boolean wakes;
        synchronized (changes) {
            Change before = changes.get(path);
            if (before != null && before.untold()) {
                // It came and went meanwhile: there is no end of those while nobody takes them.
                changes.remove(path);
                return;
            }
            changes.put(path, new Change(true, null, false));
            wakes = waking;
        }
        if (wakes) {
            wake.run();
        }
    }

    /// How many paths have changed.
    int size() {
        synchronized (changes) {
            return changes.size();
        }
    }

    /// Begins to wake; until then somebody empties it unasked.
    void wakeFromNowOn() {
        synchronized (changes) {
            waking = true;
        }
    }

    /// Takes the change that waits longest.
    ///
    /// @return false when there is none
    boolean takeOne(BiConsumer<String, Change> consumer) {
        Map.Entry<String, Change> first;
        synchronized (changes) {
            Iterator<Map.Entry<String, Change>> entries = changes.entrySet().iterator();
            if (!entries.hasNext()) {
                return false;
            }
            first = Map.Entry.copyOf(entries.next());
            entries.remove();
        }
        consumer.accept(first.getKey(), first.getValue());
        return true;
    }

    /// Takes all of them.
    void drain(BiConsumer<String, Change> consumer) {
        boolean more = true;
        while (more) {
            more = takeOne(consumer);
        }
    }
}
