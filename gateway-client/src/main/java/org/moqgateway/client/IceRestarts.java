package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.client.http.SignallingSession;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.webrtc.DialException;
import org.moqgateway.core.webrtc.DialledSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a remote for an ICE restart, one at a time. Also tells whether it knows the session at all:
/// one that was started anew does not, and the session is ended at once. Any thread.
final class IceRestarts {
    private static final Logger LOG = LoggerFactory.getLogger(IceRestarts.class);

    /// Why a session ends that its remote has forgotten.
    static final String FORGOTTEN = "the remote no longer knows the session";

    /// The media side gives up a restart that nobody has answered ([DialledSession#restartIce]);
    /// one that is told has some seconds to be answered.
    private static final Duration GOOD_FOR = Duration.ofSeconds(20);

    private final DialledSession dialled;
    private final CompletableFuture<PeerEnd> ended;
    private final SignallingSession remote;
    private final RemoteCalls calls;
    private final ClientTime time;
    private final Runnable restarted;

    private boolean busy;
    private boolean again;
    private boolean unable;
    private boolean forgotten;
    private boolean answered;
    private boolean well;

    /// Told and not answered, so that asking again costs no new candidates.
    private @Nullable String open;

    private long openedNanos;

    /// @param restarted run after each restart: there may be further candidates to tell
    IceRestarts(
            DialledSession dialled,
            SignallingSession remote,
            RemoteCalls calls,
            ClientTime time,
            Runnable restarted) {
        this.dialled = dialled;
        this.ended = dialled.ended();
        this.remote = remote;
        this.calls = calls;
        this.time = time;
        this.restarted = restarted;
    }

    /// Restarts, since our side has changed.
    synchronized void restart() {
        if (busy) {
            again = true;
        } else {
            open = null;
            ask();
        }
    }

    /// Asks whether all is well.
    synchronized void ask() {
        if (!busy && !unable && !ended.isDone()) {
            busy = true;
            var unused = calls.begin(this::run);
        }
    }

    /// Whether the remote answered that all is well when it was asked last.
    synchronized boolean well() {
        return well;
    }

    /// Whether the session was ended because the remote does not know it.
    synchronized boolean forgotten() {
        return forgotten;
    }

    /// Whether it has answered since this was last asked.
    synchronized boolean takeAnswered() {
        boolean was = answered;
        answered = false;
        return was;
    }

    private boolean run() throws InterruptedException {
        try {
            Optional<String> answer = remote.restart(fragment());
            if (answer.isPresent()) {
                dialled.restarted(answer.get());
            }
            done(answer.isPresent());
            return true;
        } catch (SignallingException failure) {
            failed(failure);
            return false;
        } catch (DialException failure) {
            LOG.debug("the answer to an ICE restart is no good: {}", failure.getMessage());
            done(false);
            return false;
        } catch (RuntimeException failure) {
            LOG.warn("an ICE restart of session {} failed", dialled.id(), failure);
            done(false);
            return false;
        } finally {
            next();
        }
    }

    private String fragment() {
        String former;
        synchronized (this) {
            former = time.nowNanos() - openedNanos < GOOD_FOR.toNanos() ? open : null;
        }
        if (former != null) {
            return former;
        }
        String fragment = dialled.restartIce();
        synchronized (this) {
            open = fragment;
            openedNanos = time.nowNanos();
        }
        return fragment;
    }

    private void done(boolean did) {
        synchronized (this) {
            open = null;
            answered = did;
            well = did;
            unable |= !did;
        }
        if (did) {
            LOG.debug("session {}: ICE restarted", dialled.id());
            restarted.run();
        } else {
            dialled.abandonRestart();
        }
    }

    private void failed(SignallingException failure) {
        LOG.debug("session {}: no ICE restart: {}", dialled.id(), failure.getMessage());
        boolean gone;
        synchronized (this) {
            well = false;
            switch (failure.kind()) {
                case UNREACHABLE, OVERLOADED, NOT_READY -> {}
                case NOT_FOUND -> forgotten = true;
                case UNAUTHORIZED, REFUSED, BROKEN -> unable = true;
            }
            gone = forgotten;
            open = unable ? null : open;
        }
        if (gone) {
            dialled.close(FORGOTTEN);
        } else if (refused()) {
            dialled.abandonRestart();
        }
    }

    private synchronized boolean refused() {
        return unable;
    }

    private synchronized void next() {
        busy = false;
        if (again) {
            again = false;
            open = null;
            ask();
        }
    }
}
