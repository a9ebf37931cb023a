package org.moqgateway.server.relay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;

/// Publishes a group of three frames every [#PERIOD], each frame with its group's number in it.
final class Ticker implements AutoCloseable {
    static final Duration PERIOD = Duration.ofMillis(100);
    static final String TRACK = "ticks";
    private static final int FRAMES = 3;

    private final BroadcastProducer broadcast;
    private final TrackProducer track;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ticker").factory());
    private long sequence;

    // Its future ends with the executor.
    @SuppressWarnings("FutureReturnValueIgnored")
    Ticker(Origin origin, String path) {
        broadcast = origin.createBroadcast(path);
        track = broadcast.createTrack(TrackInfo.live(TRACK, 0));
        clock.scheduleAtFixedRate(this::tick, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        GroupProducer group = track.appendGroup(System.nanoTime());
        for (int i = 0; i < FRAMES; i++) {
            byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
            group.write(new Frame(sequence * 100_000 + i * 30_000L, payload));
        }
        group.finish();
        sequence++;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        broadcast.finish();
    }
}
