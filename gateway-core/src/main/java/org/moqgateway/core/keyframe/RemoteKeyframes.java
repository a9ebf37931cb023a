package org.moqgateway.core.keyframe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.KeyframeRequests;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Route;

/// Asks publishers that are elsewhere for keyframes, each broadcast's at most once a second, and
/// remembers which of them cannot be asked. Any thread.
public final class RemoteKeyframes implements AnnounceListener, AutoCloseable {
    /// Broadcasts that are remembered; of more, the one that was asked for longest ago is
    /// forgotten.
    static final int MAX_BROADCASTS = 4096;

    private final Origin origin;
    private final Supplier<MediaLoop> loops;
    private final LongSupplier unixSeconds;
    private final Map<String, RemotePublisher> asked = new LinkedHashMap<>(16, 0.75f, true);
    private Origin.@Nullable Registration listening;

    private RemoteKeyframes(Origin origin, Supplier<MediaLoop> loops, LongSupplier unixSeconds) {
        this.origin = origin;
        this.loops = loops;
        this.unixSeconds = unixSeconds;
    }

    /// Begins, with the clock of this host.
    ///
    /// @param loops gives the loop that waits for the next answer
    public static RemoteKeyframes open(Origin origin, Supplier<MediaLoop> loops) {
        return open(origin, loops, () -> System.currentTimeMillis() / 1000);
    }

    /// Begins.
    ///
    /// @param unixSeconds the wall clock: gateways that ask in the same second ask together
    static RemoteKeyframes open(
            Origin origin, Supplier<MediaLoop> loops, LongSupplier unixSeconds) {
        RemoteKeyframes keyframes = new RemoteKeyframes(origin, loops, unixSeconds);
        Origin.Registration listening = origin.listen(keyframes);
        synchronized (keyframes) {
            keyframes.listening = listening;
        }
        return keyframes;
    }

    /// Asks the publisher of a path, whoever it is at that moment.
    public KeyframeRequests of(String path) {
        return nowNanos -> publisher(path).request(nowNanos);
    }

    private synchronized RemotePublisher publisher(String path) {
        RemotePublisher known = asked.get(path);
        if (known == null) {
            known = new RemotePublisher(origin, path, loops, unixSeconds);
            asked.put(path, known);
            if (asked.size() > MAX_BROADCASTS) {
                asked.remove(asked.keySet().iterator().next());
            }
        }
        return known;
    }

    /// Broadcasts that are remembered.
    synchronized int size() {
        return asked.size();
    }

    @Override
    public synchronized void announced(String path, Route route) {
        // Another publisher, of which nothing is known.
        asked.remove(path);
    }

    @Override
    public synchronized void unannounced(String path) {
        asked.remove(path);
    }

    /// Stops following the origin.
    @Override
    public void close() {
        Origin.Registration registration;
        synchronized (this) {
            registration = listening;
            listening = null;
            asked.clear();
        }
        if (registration != null) {
            registration.close();
        }
    }
}
