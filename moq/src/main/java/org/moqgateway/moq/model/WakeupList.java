package org.moqgateway.moq.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The wake-ups of all consumers of one track or group. Firing takes no lock and allocates nothing;
/// adding and removing cost the same however many there are.
///
/// A wake-up keeps its place. What is removed leaves a hole, which goes when the array is rebuilt.
final class WakeupList {
    private static final int FIRST_CAPACITY = 4;
    private static final AtomicReferenceArray<@Nullable Wakeup> EMPTY =
            new AtomicReferenceArray<>(0);

    private volatile AtomicReferenceArray<@Nullable Wakeup> places = EMPTY;
    private int used;
    private int size;

    synchronized void add(Wakeup wakeup) {
        if (used == places.length()) {
            rebuild(Math.max(FIRST_CAPACITY, 2 * size));
        }
        wakeup.place = used;
        places.set(used, wakeup);
        used++;
        size++;
    }

    /// Does nothing when it was not added.
    synchronized void remove(Wakeup wakeup) {
        if (wakeup.place < 0) {
            return;
        }
        places.set(wakeup.place, null);
        wakeup.place = -1;
        size--;
        if (size == 0) {
            places = EMPTY;
            used = 0;
        } else if (size < places.length() / 4) {
            rebuild(2 * size);
        }
    }

    private void rebuild(int capacity) {
        AtomicReferenceArray<@Nullable Wakeup> before = places;
        AtomicReferenceArray<@Nullable Wakeup> rebuilt = new AtomicReferenceArray<>(capacity);
        int count = 0;
        for (int i = 0; i < used; i++) {
            Wakeup wakeup = before.get(i);
            if (wakeup != null) {
                wakeup.place = count;
                rebuilt.set(count, wakeup);
                count++;
            }
        }
        used = count;
        places = rebuilt;
    }

    synchronized int size() {
        return size;
    }

    void fire(int event) {
        AtomicReferenceArray<@Nullable Wakeup> current = places;
        for (int i = 0; i < current.length(); i++) {
            Wakeup wakeup = current.get(i);
            if (wakeup != null) {
                wakeup.fire(event);
            }
        }
    }

    void fireAny() {
        AtomicReferenceArray<@Nullable Wakeup> current = places;
        for (int i = 0; i < current.length(); i++) {
            Wakeup wakeup = current.get(i);
            if (wakeup != null) {
                wakeup.fireAny();
            }
        }
    }
}
