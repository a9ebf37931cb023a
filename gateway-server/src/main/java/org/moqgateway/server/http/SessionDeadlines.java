package org.moqgateway.server.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.SessionBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends sessions whose token has expired: a token is good for no longer than it says, also for what
/// it has opened. Looked at four times a second.
final class SessionDeadlines implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionDeadlines.class);
    private static final long SWEEP_MILLIS = 250;

    private final SessionBroker broker;
    private final InstantSource clock;
    private final Map<String, Instant> deadlines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("token-expiry").daemon().factory());

    // Its future ends with the executor.
    @SuppressWarnings("FutureReturnValueIgnored")
    SessionDeadlines(SessionBroker broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
        sweeper.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Notes when a session ends.
    ///
    /// @param expiry null for never
    void opened(String sessionId, @Nullable Instant expiry) {
        if (expiry != null) {
            deadlines.put(sessionId, expiry);
        }
    }

    /// How many sessions are watched.
    int size() {
        return deadlines.size();
    }

    void sweep() {
        Instant now = clock.instant();
        deadlines.forEach(
                (id, deadline) -> {
                    // An exception would be the last of all sweeps.
                    try {
                        look(id, !now.isBefore(deadline));
                    } catch (RuntimeException e) {
                        log.error(
                                "a session could not be ended, once more: {}", Faults.inOneLine(e));
                    }
                });
    }

    /// Forgets a session that has ended, also by this; until then it is looked at again.
    private void look(String id, boolean expired) {
        PeerSessionHandle session = broker.session(id).orElse(null);
        if (session != null && !expired) {
            return;
        }
        if (session != null) {
            log.info("the token of session {} expired", id.substring(0, 6));
            session.close("its token expired");
        }
        deadlines.remove(id);
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
