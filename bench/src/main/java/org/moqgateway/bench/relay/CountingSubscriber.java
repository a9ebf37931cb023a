package org.moqgateway.bench.relay;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.Window;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.session.Grant;

/// Reads a [StampedPublisher]'s track as cheaply as can be and counts. Everything happens on the
/// loop of its connection.
final class CountingSubscriber implements AutoCloseable {
    private static final long MAX_LATENCY_US = 10_000_000;

    private final Window window;
    private final Clients.Client client;
    private final Origin origin;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final LatencyHistogram latency = new LatencyHistogram();
    private @Nullable BroadcastConsumer broadcast;
    private @Nullable TrackConsumer track;
    private long frames;
    private long bytes;
    private long missing;
    private long next = -1;

    private CountingSubscriber(Window window, Clients.Client client, Origin origin) {
        this.window = window;
        this.client = client;
        this.origin = origin;
    }

    /// What it has counted of frames that were sent within the window.
    ///
    /// @param frames that arrived
    /// @param bytes of their payload
    /// @param missing numbers that were passed over
    record Counts(long frames, long bytes, long missing) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(frames + other.frames, bytes + other.bytes, missing + other.missing);
        }
    }

    /// Connects and waits for the broadcast.
    ///
    /// @throws IOException when the relay cannot be reached or refuses
    static CountingSubscriber start(Clients clients, URI relay, String broadcast, Window window)
            throws IOException, InterruptedException {
        Origin origin = new Origin();
        Clients.Client client = clients.connect(relay, origin, Grant.publishing(""));
        CountingSubscriber subscriber = new CountingSubscriber(window, client, origin);
        origin.listen(subscriber.new Arrival(broadcast));
        return subscriber;
    }

    /// Waits for the first frame.
    ///
    /// @throws IOException when none comes
    void awaitFirstFrame(long seconds) throws IOException, InterruptedException {
        try {
            first.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException none) {
            throw new IOException("a subscriber got no frame within " + seconds + " s", none);
        }
    }

    /// What it has counted, with the latencies of the same frames. Blocks until its loop has told.
    ///
    /// @param latencies to which they are added
    Counts counts(LatencyHistogram latencies) {
        return onLoop(
                () -> {
                    latencies.add(latency);
                    return new Counts(frames, bytes, missing);
                });
    }

    /// Begins to count anew. Blocks until it has.
    void reset() {
        onLoop(
                () -> {
                    frames = 0;
                    bytes = 0;
                    missing = 0;
                    latency.clear();
                    return Counts.NONE;
                });
    }

    private <T> T onLoop(java.util.function.Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, client.connection().loop()).join();
    }

    private final class Arrival implements AnnounceListener {
        private final String wanted;

        Arrival(String wanted) {
            this.wanted = wanted;
        }

        @Override
        public void announced(String path, Route route) {
            if (path.equals(wanted)) {
                client.connection().loop().execute(() -> open(path));
            }
        }

        @Override
        public void rerouted(String path, Route route) {
            // The same frames go on.
        }

        @Override
        public void unannounced(String path) {
            // The track's end tells.
        }
    }

    private void open(String path) {
        Optional<BroadcastConsumer> found = origin.broadcast(path);
        if (track != null || found.isEmpty()) {
            return;
        }
        broadcast = found.get();
        found.get().track(StampedPublisher.TRACK).ifPresent(this::read);
    }

    private void read(TrackConsumer opened) {
        track = opened.maxLatencyUs(MAX_LATENCY_US);
        opened.onAvailable(() -> client.connection().loop().execute(() -> drain(opened)));
        drain(opened);
    }

    private void drain(TrackConsumer opened) {
        for (; ; ) {
            switch (opened.pollFrame()) {
                case Poll.Ready<Frame>(Frame frame) -> count(frame.payload());
                case Poll.Skipped<Frame> _ -> {
                    // The frame numbers tell how many.
                }
                case Poll.Pending<Frame> _, Poll.Finished<Frame> _, Poll.Aborted<Frame> _ -> {
                    return;
                }
            }
        }
    }

    private void count(byte[] payload) {
        FrameStamp stamp = FrameStamp.read(payload);
        long now = System.nanoTime();
        first.complete(null);
        if (window.contains(stamp.sentNanos())) {
            frames++;
            bytes += payload.length;
            missing += next < 0 ? 0 : Math.max(0, stamp.number() - next);
            latency.record(now - stamp.sentNanos());
        }
        next = stamp.number() + 1;
    }

    @Override
    public void close() {
        onLoop(
                () -> {
                    if (track != null) {
                        track.close();
                    }
                    if (broadcast != null) {
                        broadcast.close();
                    }
                    return Counts.NONE;
                });
        client.close();
    }
}
