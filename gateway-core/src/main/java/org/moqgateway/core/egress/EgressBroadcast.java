package org.moqgateway.core.egress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogConsumer;
import org.moqgateway.core.hang.CatalogResult;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// One live broadcast, as viewers need it: its catalog, and a feed for each track that somebody
/// watches. Any thread may call any method.
public final class EgressBroadcast implements AutoCloseable {
    /// How long after a catalog or track of a remote broadcast was refused it is asked for again.
    private static final long RETRY_NANOS = 1_000_000_000L;

    /// How long after the first kind of media another one is waited for.
    private static final long GRACE_NANOS = 500_000_000L;

    private final BroadcastConsumer broadcast;
    private final Supplier<MediaLoop> loops;
    private final MediaLoop home;
    private final Runnable onCatalog;
    private final Map<RtpCodec, Shared> feeds = new HashMap<>();
    private @Nullable CatalogConsumer catalogTrack;
    private Catalog catalog = Catalog.EMPTY;
    private long offeredNanos;
    private boolean closed;

    /// A feed and how many sections follow it.
    private static final class Shared {
        private final TrackFeed feed;
        private int users;

        Shared(TrackFeed feed) {
            this.feed = feed;
        }
    }

    /// @param broadcast owned from now on
    /// @param loops gives the loop that reads the next catalog or track
    /// @param onCatalog run after each new catalog, on a media loop
    EgressBroadcast(BroadcastConsumer broadcast, Supplier<MediaLoop> loops, Runnable onCatalog) {
        this.broadcast = broadcast;
        this.loops = loops;
        this.home = loops.get();
        this.onCatalog = onCatalog;
    }

    /// Begins to read the catalog, unless it was closed before.
    void start() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        CatalogConsumer.open(broadcast)
                .ifPresent(
                        opened -> {
                            opened.onAvailable(() -> home.execute(this::readCatalog));
                            if (adopt(opened)) {
                                home.execute(this::readCatalog);
                            } else {
                                opened.close();
                            }
                        });
    }

    /// False when another thread has closed the broadcast meanwhile.
    private synchronized boolean adopt(CatalogConsumer opened) {
        if (closed) {
            return false;
        }
        catalogTrack = opened;
        return true;
    }

    private void readCatalog() {
        CatalogConsumer source;
        synchronized (this) {
            source = catalogTrack;
        }
        boolean changed = false;
        boolean more = source != null;
        while (more && source != null) {
            switch (source.poll()) {
                case Poll.Ready<CatalogResult>(CatalogResult result) -> changed |= take(result);
                case Poll.Skipped<CatalogResult> _ -> {
                    // Only the newest snapshot matters.
                }
                case Poll.Pending<CatalogResult> _ -> more = false;
                case Poll.Finished<CatalogResult> _, Poll.Aborted<CatalogResult> _ -> {
                    more = false;
                    reopen(source);
                }
            }
        }
        if (changed) {
            onCatalog.run();
        }
    }

    /// The catalog's track ended before the broadcast, or was refused: it may come (back).
    private void reopen(CatalogConsumer over) {
        synchronized (this) {
            if (closed || catalogTrack != over) {
                return;
            }
            catalogTrack = null;
        }
        over.close();
        if (broadcast.ending().isEmpty()) {
            home.schedule(this::start, RETRY_NANOS);
        }
    }

    private synchronized boolean take(CatalogResult result) {
        switch (result) {
            case CatalogResult.Read(Catalog parsed) -> {
                boolean first = available().isEmpty();
                catalog = parsed;
                if (first) {
                    offeredNanos = System.nanoTime();
                }
                notifyAll();
                return true;
            }
            case CatalogResult.Malformed _ -> {
                return false;
            }
        }
    }

    /// The newest catalog; [Catalog#EMPTY] before the first.
    public synchronized Catalog catalog() {
        return catalog;
    }

    /// What can be sent over RTP now: video first, in name order of the renditions.
    public synchronized List<AvailableCodec> available() {
        return renditions().map(Rendition::codec).toList();
    }

    /// Waits until the broadcast offers as many kinds of media as expected. Blocks: control plane.
    ///
    /// @return what it offers by then
    public synchronized List<AvailableCodec> awaitAvailable(int kinds, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!closed && available().size() < kinds) {
            long millis = (deadline - System.nanoTime()) / 1_000_000L;
            if (millis <= 0) {
                break;
            }
            wait(millis);
        }
        return available();
    }

    /// Waits until a broadcast that says nothing of itself beforehand offers something, and a
    /// moment longer for the other kind of media while it is young. Blocks: control plane.
    ///
    /// @return what it offers by then
    public List<AvailableCodec> awaitAvailable(Duration atMost) throws InterruptedException {
        awaitAvailable(1, atMost);
        return awaitAvailable(2, Duration.ofNanos(Math.max(0, youthNanos())));
    }

    private synchronized long youthNanos() {
        return available().isEmpty() ? 0 : GRACE_NANOS - (System.nanoTime() - offeredNanos);
    }

    private Stream<Rendition> renditions() {
        return Rendition.of(catalog, broadcast.path());
    }

    /// A feed of the first rendition of a codec, shared with everybody who follows it; null when
    /// there is none (now). Give it back with [#release].
    synchronized @Nullable TrackFeed acquire(RtpCodec codec) {
        if (closed) {
            return null;
        }
        Shared shared = feeds.get(codec);
        if (shared == null || shared.feed.ended()) {
            shared = open(codec).map(Shared::new).orElse(null);
            if (shared == null) {
                return null;
            }
            Shared before = feeds.put(codec, shared);
            if (before != null) {
                before.feed.close();
            }
            shared.feed.start(this::feedEnded);
        }
        shared.users++;
        return shared.feed;
    }

    /// A remote track was refused or given up, or its publisher goes on with another: whoever
    /// followed it looks again, not at once.
    private void feedEnded() {
        if (broadcast.ending().isEmpty()) {
            home.schedule(onCatalog, RETRY_NANOS);
        }
    }

    private Optional<TrackFeed> open(RtpCodec codec) {
        return renditions()
                .filter(rendition -> rendition.is(codec))
                .findFirst()
                .flatMap(this::open);
    }

    private Optional<TrackFeed> open(Rendition rendition) {
        return rendition
                .packetizer()
                .flatMap(
                        packetizer ->
                                broadcast
                                        .track(rendition.track())
                                        .map(rendition::read)
                                        .map(track -> feed(track, packetizer)));
    }

    private TrackFeed feed(TrackConsumer track, FramePacketizer packetizer) {
        return new TrackFeed(track, packetizer, loops.get());
    }

    /// Gives a feed back; the last one to do so ends it.
    synchronized void release(TrackFeed feed) {
        feeds.values()
                .removeIf(
                        shared -> {
                            if (shared.feed != feed || --shared.users > 0) {
                                return false;
                            }
                            feed.close();
                            return true;
                        });
    }

    /// Stops reading. Sections that follow a feed keep it until they let go.
    @Override
    public void close() {
        CatalogConsumer source;
        synchronized (this) {
            closed = true;
            source = catalogTrack;
            catalogTrack = null;
            notifyAll();
        }
        if (source != null) {
            home.execute(source::close);
        }
        broadcast.close();
    }
}
