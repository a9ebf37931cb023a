package org.moqgateway.moq.relay;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.client.Backoff;
import org.moqgateway.moq.client.LinkState;
import org.moqgateway.moq.client.Reconnecting;
import org.moqgateway.moq.client.RedirectPolicy;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionConfig;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;
import org.moqgateway.moq.wire.InternalPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A link to one other relay, dialled again for ever. Any thread.
public final class RelayLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RelayLink.class);

    /// So short that broadcasts are back within the second after a relay's restart.
    static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), 2, Duration.ofMillis(900), Optional.empty());

    /// A relay that is just starting does not hear the first packets of a dial, whose repetitions
    /// come ever later: it is better to dial anew. One that is far away needs its time, which every
    /// fourth dial gives it.
    private static final Duration EAGER = Duration.ofSeconds(2);

    private static final Duration PATIENT = Duration.ofSeconds(15);
    private static final int PATIENT_EVERY = 4;

    private final LinkTarget target;
    private final RelayConfig config;
    private final SessionMetrics metrics;

    private LinkStatus status;
    private int failures;
    private @Nullable Connection dialled;
    private @Nullable MoqSession running;
    private @Nullable Reconnecting reconnecting;
    private boolean closed;

    RelayLink(LinkTarget target, RelayConfig config, SessionMetrics metrics) {
        this.target = target;
        this.config = config;
        this.metrics = metrics;
        this.status =
                new LinkStatus(
                        target.name(), LinkStatus.State.CONNECTING, now(), 0, null, null, null);
    }

    /// The session while the link is up. Any thread.
    synchronized Optional<MoqSession> session() {
        return Optional.ofNullable(running).filter(session -> !session.closed().isDone());
    }

    synchronized void start() {
        if (!closed) {
            reconnecting =
                    Reconnecting.start(target.uri(), this::open, this::run, BACKOFF, this::heard);
        }
    }

    /// How it is doing.
    public synchronized LinkStatus status() {
        return status;
    }

    /// Ends it for good.
    @Override
    public void close() {
        Reconnecting ending;
        synchronized (this) {
            become(LinkStatus.State.CLOSED, null);
            closed = true;
            ending = reconnecting;
        }
        if (ending != null) {
            ending.close();
        }
    }

    private Connection open(URI uri) throws IOException, InterruptedException {
        try {
            Connection connection = config.dialer().dial(uri, timeout());
            synchronized (this) {
                failures = 0;
                dialled = connection;
            }
            return connection;
        } catch (DialRefusedException e) {
            // Also a refusal is tried again: whoever runs the other relay can give us the right
            // while we wait, and nobody would restart us for it.
            throw new IOException(e.getMessage(), e);
        }
    }

    private synchronized Duration timeout() {
        failures++;
        return failures % PATIENT_EVERY == 0 ? PATIENT : EAGER;
    }

    private CompletionStage<CloseReason> run(Connection connection) {
        MoqSession session = MoqSession.client(connection, sessionConfig(connection));
        MoqSession former;
        synchronized (this) {
            former = running;
            running = session;
        }
        if (former != null) {
            DrainedSession.leave(former, config.sessions().drainTime());
        }
        CompletableFuture<Void> unused = session.goawayReceived().thenAccept(this::redirect);
        return session.closed();
    }

    /// Another relay's word is enough to send us to another port or path, and not to another host:
    /// our token goes along.
    private void redirect(String uri) {
        Reconnecting link;
        synchronized (this) {
            link = reconnecting;
        }
        if (link != null) {
            link.redirect(uri, RedirectPolicy.SAME_HOST);
        }
    }

    private SessionConfig sessionConfig(Connection connection) {
        return new SessionConfig(
                config.origin(),
                new Grant("", shared(), shared(), null, target.cost()),
                connection.kind().carriesTarget() ? "" : target.requestTarget(),
                null,
                config.sessions(),
                metrics);
    }

    /// Everything; what relays keep for themselves with nodes of our cluster alone.
    private List<String> shared() {
        return target.node() ? List.of("", InternalPath.ROOT) : List.of("");
    }

    private void heard(LinkState state) {
        switch (state) {
            case LinkState.Connecting _ -> become(LinkStatus.State.CONNECTING, null);
            case LinkState.Connected(URI uri, String protocol) -> up(uri, protocol);
            case LinkState.Lost(URI uri, String reason, Duration retryAfter) -> {
                String before = status().lastFailure().orElse("");
                become(LinkStatus.State.WAITING, reason);
                if (reason.equals(before)) {
                    log.debug("link to {} is still down: {}", uri, reason);
                } else {
                    log.warn("link to {} is down: {}", uri, reason);
                }
            }
            case LinkState.Stopped(String reason) -> {
                become(LinkStatus.State.CLOSED, reason);
                log.debug("link to {} ended: {}", target.name(), reason);
            }
        }
    }

    private synchronized void up(URI uri, String protocol) {
        Connection connection = dialled;
        if (closed || connection == null) {
            return;
        }
        status =
                new LinkStatus(
                        target.name(),
                        LinkStatus.State.UP,
                        now(),
                        status.sessions() + 1,
                        connection.kind(),
                        protocol,
                        null);
        log.info("linked to {} by {} over {}", uri, protocol, connection.kind());
    }

    private synchronized void become(LinkStatus.State state, @Nullable String failure) {
        if (closed) {
            return;
        }
        status =
                new LinkStatus(
                        target.name(),
                        state,
                        now(),
                        status.sessions(),
                        null,
                        null,
                        failure == null ? status.failure() : failure);
    }

    private Instant now() {
        return config.sessions().clock().instant();
    }
}
