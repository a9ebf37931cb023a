package org.moqgateway.client.http;

import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.event.Level;

/// How loud the log is about what servers do wrong: the first time at an endpoint everybody sees
/// it, after that it is for whoever looks closer, since it is so at each attempt. Any thread.
final class Notices {
    /// Endpoints that are remembered; of more, the one that was dialled longest ago is forgotten.
    static final int MOST_ENDPOINTS = 1024;

    private final Map<URI, Set<Notice>> told = new LinkedHashMap<>(16, 0.75f, true);

    /// What there is to tell.
    enum Notice {
        /// SDP under another media type.
        TYPE,
        /// No `Location`.
        NO_SESSION_URL,
        /// A `Location` that is not followed.
        SESSION_URL,
        /// `Link` headers, or ICE servers in them, that cannot be used.
        ICE_SERVERS,
        /// A session that could not be ended on the server.
        FAREWELL
    }

    /// @param first the level of the first time
    Level level(Endpoint endpoint, Notice notice, Level first) {
        return first(endpoint.url(), notice) ? first : Level.DEBUG;
    }

    private synchronized boolean first(URI url, Notice notice) {
        boolean first = told.computeIfAbsent(url, _ -> EnumSet.noneOf(Notice.class)).add(notice);
        if (told.size() > MOST_ENDPOINTS) {
            told.remove(told.keySet().iterator().next());
        }
        return first;
    }
}
