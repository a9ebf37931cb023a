package org.moqgateway.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.SessionBroker;

/// Ties a session to the token that opened it, whether that came in `Authorization` or in the
/// URL: a client sends its token with every request (RFC 9725 §4.7), so whoever learns a
/// session URL but has another token can't use it. Only a hash is kept.
final class SessionOwners {
    private static final int SMALL = 64;

    private final SessionBroker broker;
    private final Map<String, byte[]> tokenHashes = new ConcurrentHashMap<>();
    private int sweepAtSize = SMALL;

    SessionOwners(SessionBroker broker) {
        this.broker = broker;
    }

    /// Remembers who opened the session. A session opened without a token is open to whoever knows
    /// its URL.
    synchronized void opened(String sessionId, @Nullable String credentials) {
        if (credentials != null) {
            forgetEnded();
            tokenHashes.put(sessionId, hash(credentials));
        }
    }

    /// Drops the entry of an ended session.
    void ended(String sessionId) {
        tokenHashes.remove(sessionId);
    }

    /// True when this request comes from whoever opened the session.
    boolean mayUse(String sessionId, @Nullable String credentials) {
        byte[] expected = tokenHashes.get(sessionId);
        return expected == null
                || MessageDigest.isEqual(expected, hash(credentials == null ? "" : credentials));
    }

    int size() {
        return tokenHashes.size();
    }

    /// Sessions also end without a request, so the map is swept whenever it has doubled. Runs under
    /// the lock of [#opened]: a session that was accepted meanwhile can't be swept away.
    private void forgetEnded() {
        if (tokenHashes.size() < sweepAtSize) {
            return;
        }
        Set<String> live =
                broker.sessions().stream().map(PeerSessionHandle::id).collect(Collectors.toSet());
        tokenHashes.keySet().retainAll(live);
        sweepAtSize = Math.max(SMALL, 2 * tokenHashes.size());
    }

    private static byte[] hash(String credentials) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(credentials.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
