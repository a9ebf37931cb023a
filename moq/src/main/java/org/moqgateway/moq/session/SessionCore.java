package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.MoqVersion;
import org.moqgateway.moq.wire.SessionRole;
import org.moqgateway.moq.wire.Setup;

/// What both halves of a session share: the connection, the grant, what the peer said of itself,
/// and the end. On the loop, but for the finals.
///
/// A session is admitted when its grant is known, and ready when it also has the peer's SETUP,
/// where the version has one: then it answers.
final class SessionCore implements ConnectionListener {
    private final Connection connection;
    private final MoqVersion version;
    private final Origin origin;
    private final SessionSettings settings;
    private final SessionMetrics metrics;
    private final SessionMetrics.SessionKind kind;
    private final StreamCodes codes;
    private final WorkQueue queue;
    private final Tally tally;
    private final AbuseBudget abuse;
    private final IncompleteFrames incomplete;
    private final GroupBudget groupBudget;
    private final OriginId stamp = OriginId.random();
    private final Publisher publisher;
    private final Subscriber subscriber;
    private final GoawaySending goaway = new GoawaySending(this);
    private final SetupExchange setup;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final CompletableFuture<String> goawayReceived = new CompletableFuture<>();
    private final Timers timers;

    private final long openedNanos;
    private final long openedUs;

    private volatile @Nullable Grant grant;
    private @Nullable Scope scope;
    private @Nullable OriginId statedIdentity;
    private boolean canReport;
    private boolean over;

    SessionCore(
            Connection connection,
            MoqVersion version,
            SessionMetrics.Side side,
            SessionBasis basis) {
        this.connection = connection;
        this.version = version;
        this.origin = basis.origin();
        this.settings = basis.settings();
        this.metrics = basis.metrics();
        kind = new SessionMetrics.SessionKind(side, connection.kind(), version.id());
        codes = new StreamCodes(connection.kind());
        queue = new WorkQueue(connection.loop());
        timers = new Timers(connection.loop());
        tally = new Tally(connection, metrics);
        abuse =
                new AbuseBudget(
                        settings.limits().abortedStreamsPerSecond(), connection.loop().nowNanos());
        incomplete = new IncompleteFrames(settings.limits().budgets().incompleteBytes());
        groupBudget = new GroupBudget(settings.limits().budgets());
        publisher = new Publisher(this);
        subscriber = new Subscriber(this);
        setup = new SetupExchange(this, side);
        openedNanos = connection.loop().nowNanos();
        openedUs = ChronoUnit.MICROS.between(Instant.EPOCH, settings.clock().instant());
    }

    Connection connection() {
        return connection;
    }

    TransportLoop loop() {
        return connection.loop();
    }

    MoqVersion version() {
        return version;
    }

    Origin origin() {
        return origin;
    }

    SessionSettings settings() {
        return settings;
    }

    SessionLimits limits() {
        return settings.limits();
    }

    StreamCodes codes() {
        return codes;
    }

    WorkQueue queue() {
        return queue;
    }

    Tally tally() {
        return tally;
    }

    /// The group streams towards the peer.
    GroupBudget groupBudget() {
        return groupBudget;
    }

    /// Whether the session is one that we dialled.
    boolean dialled() {
        return kind.side() == SessionMetrics.Side.CLIENT;
    }

    /// Who the peer is, for people.
    String remote() {
        return connection.remoteAddress().toString();
    }

    /// The frames of the peer that are not whole yet.
    IncompleteFrames incomplete() {
        return incomplete;
    }

    Publisher publisher() {
        return publisher;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    GoawaySending goaway() {
        return goaway;
    }

    SetupExchange setup() {
        return setup;
    }

    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    CompletableFuture<String> goawayReceived() {
        return goawayReceived;
    }

    /// Any thread.
    @Nullable Grant grant() {
        return grant;
    }

    Scope scope() {
        return Objects.requireNonNull(scope, "asked before the session is admitted");
    }

    boolean over() {
        return over;
    }

    boolean leaving() {
        return goawayReceived.isDone();
    }

    /// Whether the transport can tell anything for PROBE; known when SETUP was sent.
    boolean canReport() {
        return canReport;
    }

    /// Begins: SETUP is sent and what the peer sends is heard.
    void open(Setup ours) {
        metrics.sessionOpened(kind);
        PathStats path = connection.stats();
        canReport = path.rttNanos() > 0 || path.sendRateBps() > 0;
        if (version.hasSetupStream()) {
            setup.send(ours.withOrigin(origin.id().value()));
            after(settings.setupTimeout(), setup::timedOut);
        }
        connection.start(this);
    }

    /// The grant is known: the peer is asked for what it may publish.
    void admit(Grant granted) {
        if (over || grant != null) {
            return;
        }
        grant = granted;
        scope = new Scope(granted);
        granted.expiry()
                .ifPresent(
                        expiry -> {
                            Duration left = Duration.between(settings.clock().instant(), expiry);
                            after(left, () -> fail(MoqError.UNAUTHORIZED, "expired"));
                        });
        checkRole();
        if (!over) {
            subscriber.begin();
            becomeReady();
        }
    }

    /// Whether the peer's requests can be answered.
    boolean ready() {
        return !over && grant != null && (!version.hasSetupStream() || setup.received());
    }

    void becomeReady() {
        if (ready()) {
            publisher.ready();
        }
    }

    /// A client that means one direction is of no use with a grant for the other alone.
    void checkRole() {
        Grant granted = grant;
        SessionRole role = setup.role();
        if (granted == null || role == null) {
            return;
        }
        List<String> needed =
                switch (role) {
                    case PUBLISHER -> granted.publish();
                    case SUBSCRIBER -> granted.subscribe();
                };
        if (needed.isEmpty()) {
            fail(MoqError.UNAUTHORIZED, "nothing is granted for the role");
        }
    }

    /// How the peer stands in routes: by its own name, or by one made up for the session.
    OriginId peerIdentity() {
        OriginId stated = statedIdentity;
        return stated == null ? stamp : stated;
    }

    /// The peer named itself.
    void peerIdentity(long hop) {
        if (hop != 0) {
            statedIdentity = new OriginId(hop);
        }
    }

    /// What stands for a publisher of this session's that nobody named.
    OriginId stamp() {
        return stamp;
    }

    /// The present moment for frames whose wire carries none: the wall clock's microseconds, which
    /// go on when another session brings the same track, and never backwards within a session.
    long arrivalUs() {
        return openedUs + (loop().nowNanos() - openedNanos) / 1000;
    }

    /// Runs the action later, unless the session has ended by then.
    void after(Duration delay, Runnable action) {
        timers.after(delay, action);
    }

    /// The peer opened a stream in vain, or did something like it.
    void wasted() {
        if (!over && !abuse.take(loop().nowNanos())) {
            fail(MoqError.PROTOCOL_VIOLATION, "too much of it comes to nothing");
        }
    }

    /// Ends the session because of what the peer did.
    void fail(MoqError error, String text) {
        if (!over) {
            tally.count(Counter.SESSIONS_VIOLATED);
            connection.close(error.sessionCode(), text);
        }
    }

    void goawayCame(String uri) {
        if (goawayReceived.isDone()) {
            fail(MoqError.PROTOCOL_VIOLATION, "second GOAWAY");
            return;
        }
        goawayReceived.complete(uri);
        subscriber.drain();
    }

    @Override
    public void uniStream(ReceiveStream stream) {
        stream.reader(new IncomingStream(this, stream));
    }

    @Override
    public void bidiStream(BidiStream stream) {
        publisher.accept(stream);
    }

    @Override
    public void datagram(ByteBuffer datagram) {
        subscriber.datagram(datagram);
    }

    @Override
    public void closed(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        timers.end();
        subscriber.end();
        publisher.end();
        tally.flush();
        metrics.sessionClosed(kind);
        closed.complete(reason);
    }
}
