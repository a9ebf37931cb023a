package org.moqgateway.core.srtp;

import org.jspecify.annotations.Nullable;

/// A bounded map from SSRC to something, without boxing: open addressing, no removal.
final class SsrcTable<T> {

    /// Most entries: a peer needs a handful (audio, video, their retransmissions, simulcast).
    static final int CAPACITY = 64;

    private static final int SLOTS = 2 * CAPACITY;
    private static final int INITIAL_SLOTS = 8;

    private int[] ssrcs = new int[INITIAL_SLOTS];
    private Object[] values = new Object[INITIAL_SLOTS];
    private int size;

    @SuppressWarnings("unchecked")
    @Nullable T find(int ssrc) {
        return (T) values[slot(ssrc)];
    }

    boolean full() {
        return size == CAPACITY;
    }

    void put(int ssrc, T value) {
        if (2 * (size + 1) > values.length && values.length < SLOTS) {
            rehash();
        }
        int slot = slot(ssrc);
        if (values[slot] == null) {
            size++;
        }
        ssrcs[slot] = ssrc;
        values[slot] = value;
    }

    private void rehash() {
        int[] oldSsrcs = ssrcs;
        Object[] oldValues = values;
        ssrcs = new int[2 * oldSsrcs.length];
        values = new Object[2 * oldValues.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /// The slot of this SSRC, or the empty one where it would go. One exists: half of them are
    /// empty.
    private int slot(int ssrc) {
        int mask = values.length - 1;
        int slot = ((ssrc * 0x9E3779B9) >>> 16) & mask;
        while (values[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
