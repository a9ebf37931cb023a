package org.moqgateway.codecs.nal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was read of the newest parameter set of every id of one kind, so that a set is parsed
/// once per change. Their bytes together are bounded by [ParameterSetStore#MAX_TOTAL_BYTES].
///
/// Thread rule: confined to one thread.
///
/// @param <T> what is read of a set
public final class ParsedSets<T> {
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Parsed<T>(T value, byte[] bytes) {}

    private final @Nullable Parsed<T>[] sets;
    private int totalBytes;

    /// Creates an empty store.
    ///
    /// @param ids how many sets there may be
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public ParsedSets(int ids) {
        sets = (@Nullable Parsed<T>[]) new @Nullable Parsed[ids];
    }

    /// Whether the very bytes of a NAL unit were read already.
    public boolean holds(byte[] buffer, int offset, int length) {
        for (Parsed<T> set : sets) {
            if (set != null
                    && set.bytes.length == length
                    && Arrays.equals(set.bytes, 0, length, buffer, offset, offset + length)) {
                return true;
            }
        }
        return false;
    }

    /// Takes a set in place of the one with its id; one that there is no room for is ignored.
    public void put(int id, T value, byte[] buffer, int offset, int length) {
        Parsed<T> old = sets[id];
        int oldBytes = old == null ? 0 : old.bytes.length;
        if (length <= ParameterSetStore.MAX_TOTAL_BYTES - totalBytes + oldBytes) {
            totalBytes += length - oldBytes;
            sets[id] = new Parsed<>(value, Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }

    /// What was read of a set, or null when there is none.
    public @Nullable T get(int id) {
        Parsed<T> set = sets[id];
        return set == null ? null : set.value;
    }
}
