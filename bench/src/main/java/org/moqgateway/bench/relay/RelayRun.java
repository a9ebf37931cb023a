package org.moqgateway.bench.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.moqgateway.bench.measure.LatencyHistogram;
import org.moqgateway.bench.measure.ServerProcess;
import org.moqgateway.bench.measure.Window;

/// One run: for each server publish, add subscribers step by step, measure each step, hang up.
/// Blocks; one thread.
final class RelayRun {
    private static final long FIRST_FRAME_SECONDS = 20;
    private static final Duration TAIL = Duration.ofMillis(300);

    private final RelayPlan plan;
    private final Clients clients;
    private final Consumer<String> progress;

    /// @param clients the caller's
    /// @param progress told in words what happens
    RelayRun(RelayPlan plan, Clients clients, Consumer<String> progress) {
        this.plan = plan;
        this.clients = clients;
        this.progress = progress;
    }

    /// Runs it.
    ///
    /// @param result hears of the figures of each server and step as soon as they are there
    /// @throws IOException when a relay cannot be reached, refuses, or its process is gone
    void run(Consumer<RelayFigures> result) throws IOException, InterruptedException {
        for (RelayPlan.Server server : plan.servers()) {
            try (ServerRun run = new ServerRun(server)) {
                run.run(result);
            }
        }
    }

    /// The part of one server.
    private final class ServerRun implements AutoCloseable {
        private final RelayPlan.Server server;
        private final ScheduledExecutorService pacer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> Thread.ofPlatform().name("publishers").unstarted(task));
        private final List<StampedPublisher> publishers = new ArrayList<>();
        private final List<CountingSubscriber> subscribers = new ArrayList<>();
        private final Window window = new Window();

        ServerRun(RelayPlan.Server server) {
            this.server = server;
        }

        void run(Consumer<RelayFigures> result) throws IOException, InterruptedException {
            for (int i = 0; i < plan.publishers(); i++) {
                publishers.add(
                        StampedPublisher.start(
                                clients, server.url(), name(i), plan.profile(), pacer));
            }
            ServerProcess.Memory idle = server.process().memory();
            for (int step : plan.steps()) {
                progress.accept(server.name() + ": " + step + " subscribers");
                grow(step);
                result.accept(measure(idle));
            }
        }

        private void grow(int count) throws IOException, InterruptedException {
            while (subscribers.size() < count) {
                String broadcast = name(subscribers.size() % plan.publishers());
                subscribers.add(CountingSubscriber.start(clients, server.url(), broadcast, window));
            }
            for (CountingSubscriber subscriber : subscribers) {
                subscriber.awaitFirstFrame(FIRST_FRAME_SECONDS);
            }
            Thread.sleep(plan.warmUp());
        }

        private RelayFigures measure(ServerProcess.Memory idle)
                throws IOException, InterruptedException {
            subscribers.forEach(CountingSubscriber::reset);
            long start = System.nanoTime();
            double cpuBefore = server.process().cpuSeconds();
            window.begin();
            Thread.sleep(plan.measured());
            window.end();
            double cpuSeconds = server.process().cpuSeconds() - cpuBefore;
            double seconds = (System.nanoTime() - start) / 1e9;
            Thread.sleep(TAIL);
            LatencyHistogram latency = new LatencyHistogram();
            CountingSubscriber.Counts counts = CountingSubscriber.Counts.NONE;
            for (CountingSubscriber subscriber : subscribers) {
                counts = counts.plus(subscriber.counts(latency));
            }
            long expected =
                    Math.round(seconds * plan.profile().framesPerSecond() * subscribers.size());
            return new RelayFigures(
                    server.name(),
                    subscribers.size(),
                    seconds,
                    expected,
                    counts,
                    latency,
                    cpuSeconds,
                    server.process().memory(),
                    idle);
        }

        /// A name of this process: a relay may still hold one of a run that was killed.
        private String name(int publisher) {
            return "bench/" + ProcessHandle.current().pid() + "/" + publisher;
        }

        @Override
        public void close() {
            subscribers.forEach(CountingSubscriber::close);
            publishers.forEach(StampedPublisher::close);
            pacer.shutdownNow();
        }
    }
}
