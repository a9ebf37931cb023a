package org.moqgateway.moq.transport.kwik;

import java.util.LinkedHashMap;
import java.util.Map;

/// Codes of the peer's resets that no reader has asked for yet; those of streams that nobody reads
/// are forgotten. Any thread.
final class RecentResets {
    private static final int MAX_REMEMBERED = 4096;

    private final Map<Integer, Long> codes = new Eldest();

    private static final class Eldest extends LinkedHashMap<Integer, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }

    /// The first code counts.
    synchronized void add(int streamId, long code) {
        codes.putIfAbsent(streamId, code);
    }

    /// The code, 0 when there is none.
    synchronized long take(int streamId) {
        Long code = codes.remove(streamId);
        return code == null ? 0 : code;
    }

    synchronized void clear() {
        codes.clear();
    }
}
