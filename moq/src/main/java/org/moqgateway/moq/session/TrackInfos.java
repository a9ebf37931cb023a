package org.moqgateway.moq.session;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.moqgateway.moq.model.TrackInfo;

/// What the peer said its tracks are, so that it is asked once: for as long as their broadcast is
/// announced, because the next one of that path may fix other things. Those of the broadcast that
/// was asked about first go when there are too many. On the session's loop.
final class TrackInfos {
    private static final int MAX_INFOS = 4096;

    private final Map<String, Map<String, TrackInfo>> byBroadcast = new LinkedHashMap<>();
    private int size;

    Optional<TrackInfo> get(Subscriber.TrackKey key) {
        Map<String, TrackInfo> tracks = byBroadcast.get(key.broadcast());
        return tracks == null ? Optional.empty() : Optional.ofNullable(tracks.get(key.track()));
    }

    void put(Subscriber.TrackKey key, TrackInfo info) {
        Map<String, TrackInfo> tracks =
                byBroadcast.computeIfAbsent(key.broadcast(), _ -> new HashMap<>());
        if (tracks.put(key.track(), info) == null) {
            size++;
        }
        if (size > MAX_INFOS) {
            forget(byBroadcast.keySet().iterator().next());
        }
    }

    /// The broadcast is over, or another publisher's now.
    void forget(String broadcast) {
        Map<String, TrackInfo> tracks = byBroadcast.remove(broadcast);
        if (tracks != null) {
            size -= tracks.size();
        }
    }
}
