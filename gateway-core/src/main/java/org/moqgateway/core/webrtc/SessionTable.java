package org.moqgateway.core.webrtc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerEnd;

/// Every live session, how many there may be, and the end of those whose peer never came or has
/// vanished. Any thread.
final class SessionTable implements AutoCloseable {
    /// How long a peer may take from the offer to the end of the DTLS handshake.
    static final Duration ESTABLISH_TIMEOUT = Duration.ofSeconds(30);

    private static final long SWEEP_MILLIS = 250;

    private final Map<String, PeerSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger reserved = new AtomicInteger();
    private final int limit;
    private final long peerTimeoutNanos;
    private final ScheduledFuture<?> sweeping;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("sessions").daemon().factory());

    /// @param limit how many sessions may live at once
    /// @param peerTimeout how long a silent peer is kept
    SessionTable(int limit, Duration peerTimeout) {
        this.limit = limit;
        this.peerTimeoutNanos = peerTimeout.toNanos();
        sweeping =
                sweeper.scheduleAtFixedRate(
                        this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Takes a place; false when all are taken. Give it back with [#release].
    boolean reserve() {
        if (reserved.incrementAndGet() > limit) {
            reserved.decrementAndGet();
            return false;
        }
        return true;
    }

    /// Gives a place back that no session came to.
    void release() {
        reserved.decrementAndGet();
    }

    void add(PeerSession session) {
        sessions.put(session.id(), session);
        if (session.connection().state() == PeerConnection.State.CLOSED) {
            remove(session.id());
        }
    }

    /// Forgets a session.
    ///
    /// @return it, or null if it was not there
    @Nullable PeerSession remove(String id) {
        PeerSession removed = sessions.remove(id);
        synchronized (sessions) {
            sessions.notifyAll();
        }
        return removed;
    }

    /// Waits until no session is left, for a while.
    void awaitEmpty(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (sessions) {
            while (!sessions.isEmpty()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000L;
                if (millis <= 0) {
                    return;
                }
                try {
                    sessions.wait(millis);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    Optional<PeerSessionHandle> find(String id) {
        PeerSession session = sessions.get(id);
        return session == null || session.connection().state() == PeerConnection.State.CLOSED
                ? Optional.empty()
                : Optional.of(session);
    }

    List<PeerSession> all() {
        return List.copyOf(sessions.values());
    }

    private void sweep() {
        long now = System.nanoTime();
        for (PeerSession session : sessions.values()) {
            PeerConnection connection = session.connection();
            long silentNanos = now - connection.lastAliveNanos();
            switch (connection.state()) {
                case WAITING, HANDSHAKING -> {
                    if (now - connection.createdNanos() > ESTABLISH_TIMEOUT.toNanos()) {
                        connection.close(
                                new PeerEnd(
                                        PeerEnd.Reason.NEVER_CONNECTED,
                                        "not connected within 30 s"));
                    }
                }
                case CONNECTED -> {
                    if (silentNanos > peerTimeoutNanos) {
                        connection.close(
                                new PeerEnd(
                                        PeerEnd.Reason.VANISHED,
                                        "silent for " + silentNanos / 1_000_000L + " ms"));
                    }
                }
                case CLOSED -> {
                    // On its way out.
                }
            }
        }
    }

    @Override
    public void close() {
        sweeping.cancel(false);
        sweeper.shutdownNow();
    }
}
