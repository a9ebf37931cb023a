package org.moqgateway.bench.relay;

import java.io.IOException;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.session.Grant;

/// Publishes one track whose frames tell when they were sent. It writes on the thread of the
/// executor that it was given.
final class StampedPublisher implements AutoCloseable {
    /// The one track of its broadcast.
    static final String TRACK = "video";

    private static final int PRIORITY = 60;

    private final Profile profile;
    private final Clients.Client client;
    private final BroadcastProducer broadcast;
    private final TrackProducer track;
    private final byte[] noise;
    private final ScheduledFuture<?> timer;
    private @Nullable GroupProducer group;
    private long frames;

    private StampedPublisher(
            Profile profile,
            Clients.Client client,
            BroadcastProducer broadcast,
            ScheduledExecutorService pacer) {
        this.profile = profile;
        this.client = client;
        this.broadcast = broadcast;
        this.track = broadcast.createTrack(TrackInfo.live(TRACK, PRIORITY));
        this.noise = new byte[profile.frameBytes(0)];
        new SplittableRandom(1).nextBytes(noise);
        this.timer =
                pacer.scheduleAtFixedRate(
                        this::write, 0, profile.frameNanos(), TimeUnit.NANOSECONDS);
    }

    /// Connects and begins.
    ///
    /// @throws IOException when the relay cannot be reached or refuses
    static StampedPublisher start(
            Clients clients,
            URI relay,
            String broadcast,
            Profile profile,
            ScheduledExecutorService pacer)
            throws IOException, InterruptedException {
        Origin origin = new Origin();
        BroadcastProducer producer = origin.createBroadcast(broadcast);
        Clients.Client client = clients.connect(relay, origin, Grant.reading(""));
        return new StampedPublisher(profile, client, producer, pacer);
    }

    private void write() {
        int index = (int) (frames % profile.groupFrames());
        long now = System.nanoTime();
        byte[] payload = new byte[profile.frameBytes(index)];
        System.arraycopy(noise, 0, payload, 0, payload.length);
        new FrameStamp(now, frames).write(payload);
        if (index == 0) {
            finishGroup();
            group = track.appendGroup(now);
        }
        GroupProducer open = group;
        if (open != null) {
            open.write(new Frame(frames * profile.frameNanos() / 1000, payload));
        }
        frames++;
    }

    private void finishGroup() {
        GroupProducer open = group;
        if (open != null) {
            open.finish();
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
        broadcast.close();
        client.close();
    }
}
