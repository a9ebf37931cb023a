package org.moqgateway.moq.model;

import java.util.Arrays;

/// The wake-ups of all consumers of one track or group. Copy on write: firing takes no lock.
final class WakeupList {
    private static final Wakeup[] EMPTY = {};

    private volatile Wakeup[] wakeups = EMPTY;

    synchronized void add(Wakeup wakeup) {
        Wakeup[] grown = Arrays.copyOf(wakeups, wakeups.length + 1);
        grown[grown.length - 1] = wakeup;
        wakeups = grown;
    }

    synchronized void remove(Wakeup wakeup) {
        Wakeup[] current = wakeups;
        int index = Arrays.asList(current).indexOf(wakeup);
        if (index < 0) {
            return;
        }
        if (current.length == 1) {
            wakeups = EMPTY;
            return;
        }
        Wakeup[] shrunk = Arrays.copyOf(current, current.length - 1);
        System.arraycopy(current, index + 1, shrunk, index, shrunk.length - index);
        wakeups = shrunk;
    }

    int size() {
        return wakeups.length;
    }

    void fire(int event) {
        for (Wakeup wakeup : wakeups) {
            wakeup.fire(event);
        }
    }

    void fireAny() {
        for (Wakeup wakeup : wakeups) {
            wakeup.fireAny();
        }
    }
}
