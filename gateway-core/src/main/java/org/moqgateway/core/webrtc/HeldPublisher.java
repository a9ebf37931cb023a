package org.moqgateway.core.webrtc;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.ingest.IngestBroadcast;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.ingest.IngestMedia;
import org.moqgateway.core.ingest.IngestSettings;
import org.moqgateway.core.negotiation.LocalStreams;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Ending;

/// A broadcast that sessions fill one after the other. Any thread.
///
/// The broadcast itself belongs to the loop of the session that fills it, and to nobody in between:
/// it is handed on under the monitor of this object. A session that comes while another one fills
/// ends that one, and begins when it has let go.
final class HeldPublisher implements HeldBroadcast {
    private static final long NEVER = Long.MIN_VALUE;
    private static final String HELD_NO_MORE = "the broadcast is held no more";

    private final Publishers publishers;
    private final String path;
    private final IngestContainer container;
    private volatile long mediaNanos = NEVER;

    private volatile @Nullable BroadcastProducer producer;

    private @Nullable IngestBroadcast broadcast;
    private @Nullable Filling filling;
    private @Nullable Filling next;
    private @Nullable Publisher last;
    private boolean closed;

    HeldPublisher(Publishers publishers, String path, IngestContainer container) {
        this.publishers = publishers;
        this.path = path;
        this.container = container;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<Instant> lastMedia() {
        long at = mediaNanos;
        return at == NEVER
                ? Optional.empty()
                : Optional.of(Instant.now().minusNanos(System.nanoTime() - at));
    }

    /// @throws DialException when no session may fill it now
    void checkFree() throws DialException {
        boolean ours;
        synchronized (this) {
            if (closed) {
                throw new DialException(
                        DialException.Reason.CLOSED, "\"%s\" is held no more".formatted(path));
            }
            ours = live();
        }
        Optional<String> conflict = ours ? Optional.empty() : publishers.conflict(path);
        if (conflict.isPresent()) {
            throw new DialException(DialException.Reason.CONFLICT, conflict.get());
        }
    }

    /// Whether the broadcast is there, whether or not a session fills it.
    boolean live() {
        BroadcastProducer open = producer;
        return open != null && open.ending().isEmpty();
    }

    /// The media side of a session that fills it.
    SessionMedia media(NegotiatedSession negotiated, LocalStreams streams) {
        IngestSettings settings =
                new IngestSettings(
                        negotiated.media(), (int) streams.videoSsrc(), streams.cname(), container);
        Publisher publisher =
                new Publisher(
                        publishers,
                        path,
                        negotiated.media().size(),
                        self -> new IngestMedia(settings, new Filling(self)));
        return new SessionMedia(
                new FirstMedia(publisher, nowNanos -> mediaNanos = nowNanos),
                publisher::stats,
                publisher::bind);
    }

    /// What is said of it while nobody fills it; empty otherwise.
    Optional<BroadcastStatus> waiting(EgressDirectory directory) {
        Publisher told;
        synchronized (this) {
            told = filling == null && live() ? last : null;
        }
        return Optional.ofNullable(told).map(publisher -> publisher.status(directory));
    }

    @Override
    public void withdraw() {
        IngestBroadcast over;
        synchronized (this) {
            over = filling == null ? given() : null;
        }
        finish(over);
    }

    /// Gives the broadcast away. Under the monitor.
    private @Nullable IngestBroadcast given() {
        IngestBroadcast over = broadcast;
        broadcast = null;
        producer = null;
        last = null;
        return over;
    }

    /// Not under the monitor: viewers are told.
    private static void finish(@Nullable IngestBroadcast over) {
        if (over != null) {
            over.finish();
        }
    }

    @Override
    public void close() {
        publishers.letGo(this);
        Filling ending;
        Filling waiting;
        IngestBroadcast over;
        synchronized (this) {
            closed = true;
            ending = filling;
            waiting = next;
            next = null;
            over = ending == null ? given() : null;
        }
        finish(over);
        for (Filling each : Arrays.asList(ending, waiting)) {
            if (each != null) {
                each.publisher.end(HELD_NO_MORE);
            }
        }
    }

    private synchronized boolean closed() {
        return closed;
    }

    /// Gives the broadcast to a session, or has the session before let go of it first.
    ///
    /// @return whether to begin now
    private boolean claim(Filling claimant) {
        Filling loser;
        String why = "a newer session fills the broadcast";
        synchronized (this) {
            if (closed) {
                loser = claimant;
                why = HELD_NO_MORE;
            } else if (filling == null) {
                filling = claimant;
                return true;
            } else {
                Filling waited = next;
                next = claimant;
                loser = waited == null ? filling : waited;
            }
        }
        loser.publisher.end(why);
        return false;
    }

    private void release(Filling released) {
        IngestBroadcast paused;
        synchronized (this) {
            if (next == released) {
                next = null;
            }
            if (filling != released) {
                return;
            }
            paused = broadcast;
        }
        // Nobody else touches it while it is being filled.
        if (paused != null) {
            paused.pause();
        }
        handOn();
    }

    private void handOn() {
        Filling successor;
        IngestBroadcast over;
        synchronized (this) {
            successor = next;
            filling = successor;
            next = null;
            over = closed ? given() : null;
        }
        finish(over);
        if (successor != null) {
            successor.beginLater();
        }
    }

    private synchronized @Nullable IngestBroadcast resumed(Publisher publisher) {
        last = publisher;
        IngestBroadcast held = broadcast;
        if (held == null || !live()) {
            return null;
        }
        held.resume();
        return held;
    }

    private synchronized IngestBroadcast begun(BroadcastProducer made, long nowNanos) {
        IngestBroadcast opened = new IngestBroadcast(made, container, nowNanos);
        broadcast = opened;
        producer = made;
        made.onEnded(this::replaced);
        return opened;
    }

    private void replaced(Ending ending) {
        Filling loser;
        synchronized (this) {
            loser = filling;
        }
        if (loser != null
                && ending instanceof Ending.Aborted(AbortReason reason)
                && reason.code() == AbortReason.DUPLICATE.code()) {
            loser.publisher.end("a newer publisher took the name");
        }
    }

    /// One session's turn.
    private final class Filling implements IngestMedia.Destination {
        private final Publisher publisher;
        private @Nullable Consumer<IngestBroadcast> attach;
        private @Nullable MediaLoop loop;

        Filling(Publisher publisher) {
            this.publisher = publisher;
        }

        @Override
        public void open(Consumer<IngestBroadcast> taker, MediaLoop pinned, long nowNanos) {
            attach = taker;
            loop = pinned;
            if (claim(this)) {
                begin(nowNanos);
            }
        }

        private void beginLater() {
            MediaLoop pinned = loop;
            if (pinned != null) {
                pinned.execute(() -> begin(pinned.nowNanos()));
            }
        }

        /// On the loop.
        private void begin(long nowNanos) {
            Consumer<IngestBroadcast> taker = attach;
            if (taker == null) {
                return;
            }
            if (closed()) {
                // While this was on its way to the loop.
                handOn();
                return;
            }
            IngestBroadcast held = resumed(publisher);
            if (held != null) {
                taker.accept(held);
                publishers.goOn(publisher);
            } else {
                publishers.goLive(publisher, made -> taker.accept(begun(made, nowNanos)));
            }
        }

        @Override
        public void over(PeerEnd end) {
            attach = null;
            release(this);
        }
    }
}
