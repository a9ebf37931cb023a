package org.moqgateway.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.ServerProcess;
import org.moqgateway.bench.measure.Window;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.srtp.SrtpSession;

/// One run: publish, watch, measure, hang up. Blocks; one thread.
final class LoadRun {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration TAIL = Duration.ofMillis(300);

    private final LoadPlan plan;
    private final Consumer<String> progress;
    private final Window window = new Window();
    private final List<Viewer> viewers = new ArrayList<>();

    /// @param progress told in words what happens
    LoadRun(LoadPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    private record Viewer(LoadPeer<ViewerMedia> peer, long offeredNanos) {}

    /// Runs it.
    ///
    /// @throws IOException when the server cannot be reached, refuses, or its process is gone
    LoadResult run() throws IOException, InterruptedException {
        SrtpSession.warmUp();
        try (MediaLoops loops = MediaLoops.start(plan.loops())) {
            Dialer dialer = new Dialer(loops);
            LoadPeer<PublisherMedia> publisher = publish(dialer);
            try {
                return watch(dialer);
            } finally {
                viewers.parallelStream().forEach(viewer -> viewer.peer().close());
                if (publisher != null) {
                    publisher.close();
                }
            }
        }
    }

    private @Nullable LoadPeer<PublisherMedia> publish(Dialer dialer)
            throws IOException, InterruptedException {
        if (plan.publish().isEmpty()) {
            return null;
        }
        LoadPlan.Publishing publishing = plan.publish().get();
        LoadPeer<PublisherMedia> publisher =
                dialer.dial(
                        publishing.whip(),
                        new Dialer.Call<>(
                                "publisher",
                                Dialer.Role.PUBLISHER,
                                session -> new PublisherMedia(publishing.shape(), session)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (publisher.media().framesSent() == 0) {
            if (System.nanoTime() > deadline) {
                publisher.close();
                throw new IOException(
                        "the publisher did not connect: " + publisher.connection().state());
            }
            Thread.sleep(10);
        }
        progress.accept("publishing");
        return publisher;
    }

    private LoadResult watch(Dialer dialer) throws IOException, InterruptedException {
        Optional<ServerProcess> server = plan.serverPid().map(ServerProcess::new);
        if (plan.publish().isPresent()) {
            Thread.sleep(plan.warmUp());
        }
        ServerProcess.Memory idle = memory(server);
        for (int i = 0; i < plan.viewers(); i++) {
            viewers.add(dial(dialer, i));
        }
        awaitPictures();
        Thread.sleep(plan.warmUp());
        Measured measured = measure(server);
        int playing = playing();
        ServerProcess.Memory loaded = memory(server);
        return new LoadResult(
                plan.viewers(),
                playing,
                measured.seconds(),
                measured.counts(),
                sinceOffer(ViewerMedia::connectedNanos),
                sinceOffer(ViewerMedia::firstFrameNanos),
                latency(),
                measured.ownCpuSeconds(),
                server.map(
                        _ -> new LoadResult.ServerCost(measured.serverCpuSeconds(), idle, loaded)));
    }

    private record Measured(
            double seconds,
            ViewerMedia.Counts counts,
            double serverCpuSeconds,
            double ownCpuSeconds) {}

    private Measured measure(Optional<ServerProcess> server)
            throws IOException, InterruptedException {
        progress.accept("measuring for " + plan.measured().toSeconds() + " s");
        ViewerMedia.Counts before = counts();
        double serverBefore = cpu(server);
        double ownBefore = ServerProcess.self().cpuSeconds();
        long start = System.nanoTime();
        window.begin();
        Thread.sleep(plan.measured());
        window.end();
        double seconds = (System.nanoTime() - start) / 1e9;
        Measured measured =
                new Measured(
                        seconds,
                        counts().minus(before),
                        cpu(server) - serverBefore,
                        ServerProcess.self().cpuSeconds() - ownBefore);
        // Frames of the window may still be on their way.
        Thread.sleep(TAIL);
        return measured;
    }

    private Viewer dial(Dialer dialer, int number) throws IOException, InterruptedException {
        Dialer.Call<ViewerMedia> call =
                new Dialer.Call<>(
                        "viewer " + number,
                        Dialer.Role.VIEWER,
                        session -> new ViewerMedia(session, window));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            long offered = System.nanoTime();
            try {
                return new Viewer(dialer.dial(plan.whep(), call), offered);
            } catch (IOException refusal) {
                // The first viewer may come before the broadcast is live.
                if (number > 0 || System.nanoTime() > deadline) {
                    throw refusal;
                }
                Thread.sleep(RETRY);
            }
        }
    }

    private void awaitPictures() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (playing() < viewers.size() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        progress.accept("%d of %d viewers play".formatted(playing(), viewers.size()));
    }

    private int playing() {
        return (int)
                viewers.stream()
                        .map(viewer -> viewer.peer().media())
                        .filter(media -> media.firstFrameNanos() != Long.MIN_VALUE)
                        .filter(media -> media.ending() == null)
                        .count();
    }

    private ViewerMedia.Counts counts() {
        ViewerMedia.Counts[] sum = {ViewerMedia.Counts.NONE};
        for (Viewer viewer : viewers) {
            LoadPeer<ViewerMedia> peer = viewer.peer();
            peer.confined(() -> sum[0] = sum[0].plus(peer.media().counts()));
        }
        return sum[0];
    }

    private LatencyHistogram latency() {
        LatencyHistogram all = new LatencyHistogram();
        for (Viewer viewer : viewers) {
            LoadPeer<ViewerMedia> peer = viewer.peer();
            peer.confined(() -> all.add(peer.media().latency()));
        }
        return all;
    }

    private LatencyHistogram sinceOffer(ToLongFunction<ViewerMedia> moment) {
        LatencyHistogram all = new LatencyHistogram();
        for (Viewer viewer : viewers) {
            long nanos = moment.applyAsLong(viewer.peer().media());
            if (nanos != Long.MIN_VALUE) {
                all.record(nanos - viewer.offeredNanos());
            }
        }
        return all;
    }

    private static ServerProcess.Memory memory(Optional<ServerProcess> server)
            throws IOException, InterruptedException {
        return server.isEmpty() ? ServerProcess.Memory.NONE : server.get().memory();
    }

    private static double cpu(Optional<ServerProcess> server) throws IOException {
        return server.isEmpty() ? 0 : server.get().cpuSeconds();
    }
}
