package org.moqgateway.core.egress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.opus.OpusPacketizer;
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
    /// Most payload bytes of an RTP packet: with SRTP, extensions and RTX it stays within 1200
    /// bytes of UDP payload, which every path carries.
    private static final int MAX_PAYLOAD_BYTES = 1150;

    private final BroadcastConsumer broadcast;
    private final Supplier<MediaLoop> loops;
    private final MediaLoop home;
    private final Runnable onCatalog;
    private final Map<RtpCodec, Shared> feeds = new HashMap<>();
    private @Nullable CatalogConsumer catalogTrack;
    private Catalog catalog = Catalog.EMPTY;
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

    /// Begins to read the catalog.
    void start() {
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
                case Poll.Pending<CatalogResult> _,
                        Poll.Finished<CatalogResult> _,
                        Poll.Aborted<CatalogResult> _ ->
                        more = false;
            }
        }
        if (changed) {
            onCatalog.run();
        }
    }

    private synchronized boolean take(CatalogResult result) {
        switch (result) {
            case CatalogResult.Read(Catalog parsed) -> {
                catalog = parsed;
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

    private record Rendition(String track, AvailableCodec codec) {}

    private Stream<Rendition> renditions() {
        return Stream.concat(
                        catalog.video().renditions().entrySet().stream()
                                .map(e -> Map.entry(e.getKey(), e.getValue().common().codec())),
                        catalog.audio().renditions().entrySet().stream()
                                .map(e -> Map.entry(e.getKey(), e.getValue().common().codec())))
                .flatMap(
                        entry ->
                                AvailableCodec.of(entry.getValue())
                                        .map(codec -> new Rendition(entry.getKey(), codec))
                                        .stream());
    }

    /// A feed of the first rendition of a codec, shared with everybody who follows it; null when
    /// there is none (now). Give it back with [#release].
    synchronized @Nullable TrackFeed acquire(RtpCodec codec) {
        if (closed) {
            return null;
        }
        Shared shared = feeds.get(codec);
        if (shared == null) {
            shared = open(codec).map(Shared::new).orElse(null);
            if (shared == null) {
                return null;
            }
            feeds.put(codec, shared);
            shared.feed.start();
        }
        shared.users++;
        return shared.feed;
    }

    private Optional<TrackFeed> open(RtpCodec codec) {
        return renditions()
                .filter(rendition -> rendition.codec().codec() == codec)
                .findFirst()
                .flatMap(rendition -> broadcast.track(rendition.track()))
                .map(track -> feed(track, codec));
    }

    private TrackFeed feed(TrackConsumer track, RtpCodec codec) {
        Packetizer packetizer =
                switch (codec) {
                    case H264 -> new H264Packetizer();
                    case OPUS -> new OpusPacketizer();
                };
        return new TrackFeed(track, packetizer, MAX_PAYLOAD_BYTES, loops.get());
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
