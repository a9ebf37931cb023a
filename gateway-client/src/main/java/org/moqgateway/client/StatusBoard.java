package org.moqgateway.client;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.ClientStatus.State;
import org.moqgateway.client.ClientStatus.Trouble;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.webrtc.DialledSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client is at, as everybody may see it. Written by the thread of its run, read by any.
final class StatusBoard {
    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final ClientSettings settings;
    private final ClientTime time;
    private final LogPace pace;

    private State state = State.STOPPED;
    private Instant since;
    private @Nullable Instant liveSince;
    private @Nullable Instant nextAttempt;
    private @Nullable Trouble lastError;
    private @Nullable DialledSession session;
    private int attempts;
    private long reconnects;

    /// The session that was live last, which goes on after a silence.
    private @Nullable DialledSession lived;

    /// What a publisher was told to wait for, so that the log says it once.
    private String awaited = "";

    private final SentBitrate bitrate = new SentBitrate();

    StatusBoard(ClientSettings settings, ClientTime time) {
        this.settings = settings;
        this.time = time;
        this.since = time.now();
        this.pace = new LogPace(time.nowNanos());
    }

    /// @param problems of what is to be sent, beside those of the session
    synchronized ClientStatus status(List<SessionProblem> problems) {
        DialledSession present = session;
        return new ClientStatus(
                settings.name(),
                settings.role(),
                settings.endpoint().toString(),
                settings.broadcast(),
                state,
                since,
                Optional.ofNullable(liveSince),
                attempts,
                reconnects,
                Optional.ofNullable(lastError),
                problems(problems, present),
                Optional.ofNullable(nextAttempt),
                Optional.ofNullable(present).map(DialledSession::id),
                present == null ? 0 : bitrate.of(present.stats(), time.nowNanos()));
    }

    private static List<SessionProblem> problems(
            List<SessionProblem> known, @Nullable DialledSession present) {
        return present == null
                ? known
                : Stream.concat(known.stream(), present.stats().problems().stream())
                        .distinct()
                        .toList();
    }

    /// It was started: whoever did it sees so at once.
    synchronized void started() {
        become(State.CONNECTING);
        attempts = 0;
    }

    /// A publisher's broadcast is not live.
    synchronized void waiting() {
        if (become(State.WAITING)) {
            awaited = "";
            info("waits for \"" + settings.broadcast() + "\"");
        }
    }

    /// A publisher's broadcast is there, and what it has is not to be sent.
    synchronized void lacks(List<SessionProblem> problems) {
        String text = problems.stream().map(SessionProblem::text).collect(joining("; "));
        if (!text.isEmpty() && !text.equals(awaited)) {
            awaited = text;
            info("waits for \"" + settings.broadcast() + "\": " + text);
        }
    }

    /// A session is being made.
    synchronized void connecting() {
        become(State.CONNECTING);
        attempts++;
    }

    /// It has a name now.
    synchronized void dialled(DialledSession begun) {
        session = begun;
        LOG.debug(
                "client {}: session {} with {}", settings.name(), begun.id(), settings.endpoint());
    }

    /// Media flows.
    synchronized void live() {
        DialledSession present = session;
        if (become(State.LIVE)) {
            attempts = 0;
            liveSince = since;
            reconnects += lived == null || lived.equals(present) ? 0 : 1;
            lived = present;
            pace.recovered();
            info("is live" + (present == null ? "" : ", session " + present.id()));
        }
    }

    /// The session is there and its media is not.
    synchronized void silent() {
        if (become(State.CONNECTING)) {
            info("hears no media");
        }
    }

    /// It failed.
    ///
    /// @param wait until the next attempt
    synchronized void retrying(Failure failure, Duration wait) {
        become(State.RETRYING);
        nextAttempt = time.now().plus(wait);
        lastError = new Trouble(since, failure.message());
        if (pace.loud(failure.kind(), time.nowNanos())) {
            LOG.warn(
                    "client {}: {}; next attempt in {} ms{}",
                    settings.name(),
                    failure.message(),
                    wait.toMillis(),
                    unsaid());
        } else {
            LOG.debug(
                    "client {}: {}; next attempt in {} ms",
                    settings.name(),
                    failure.message(),
                    wait.toMillis());
        }
    }

    /// It was asked to run once, and that was it.
    synchronized void ended(Optional<String> error) {
        become(State.ENDED);
        if (error.isPresent()) {
            lastError = new Trouble(since, error.get());
        }
        LOG.info("client {}: ended{}", settings.name(), error.map(e -> ": " + e).orElse(""));
    }

    /// It was stopped by hand.
    synchronized void stopped() {
        if (state != State.ENDED && become(State.STOPPED)) {
            info("stopped");
        }
    }

    private String unsaid() {
        int count = pace.takeUnsaid();
        return count == 0 ? "" : " (and " + count + " failures not told)";
    }

    private void info(String what) {
        if (pace.line(time.nowNanos())) {
            LOG.info("client {}: {}", settings.name(), what);
        } else {
            LOG.debug("client {}: {}", settings.name(), what);
        }
    }

    /// Every transition.
    ///
    /// @return whether it is one
    private boolean become(State next) {
        if (next == state) {
            return false;
        }
        if (!after(state).contains(next)) {
            throw new IllegalStateException(state + " is not followed by " + next);
        }
        state = next;
        since = time.now();
        nextAttempt = null;
        liveSince = null;
        if (next != State.CONNECTING && next != State.LIVE) {
            session = null;
        }
        return true;
    }

    private static Set<State> after(State state) {
        return switch (state) {
            case STOPPED ->
                    EnumSet.of(State.WAITING, State.CONNECTING, State.RETRYING, State.ENDED);
            case ENDED -> EnumSet.of(State.WAITING, State.CONNECTING, State.RETRYING);
            case WAITING ->
                    EnumSet.of(State.CONNECTING, State.RETRYING, State.STOPPED, State.ENDED);
            case CONNECTING ->
                    EnumSet.of(
                            State.LIVE, State.RETRYING, State.WAITING, State.STOPPED, State.ENDED);
            case LIVE ->
                    EnumSet.of(
                            State.CONNECTING,
                            State.RETRYING,
                            State.WAITING,
                            State.STOPPED,
                            State.ENDED);
            case RETRYING ->
                    EnumSet.of(State.CONNECTING, State.WAITING, State.STOPPED, State.ENDED);
        };
    }
}
