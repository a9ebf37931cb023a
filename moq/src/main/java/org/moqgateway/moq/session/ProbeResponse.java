package org.moqgateway.moq.session;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.TransportLoop;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.Probe;
import org.moqgateway.moq.wire.WireException;

/// Reports what the transport knows of the path (moq-lite-05 Probe Stream): at once, then when a
/// figure moved by a quarter, and every ten seconds anyway. It never pads.
final class ProbeResponse extends Response {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private TransportLoop.@Nullable Timer timer;
    private Probe sent = new Probe(Probe.UNKNOWN, Probe.UNKNOWN);
    private long sentNanos;

    ProbeResponse(SessionCore core, BidiStream stream) {
        super(core, stream, Kind.REQUEST);
    }

    @Override
    void read(MessageReader messages) throws WireException {
        // What a subscriber wishes is only of use to who can pad.
        boolean more = true;
        while (more) {
            more = messages.poll(Probe::decode).isPresent();
        }
        if (timer == null && !over()) {
            begin();
        }
    }

    private void begin() {
        if (!core.canReport()) {
            refuse(MoqError.UNSUPPORTED);
            return;
        }
        tick();
    }

    private void tick() {
        if (over()) {
            return;
        }
        work();
        timer = core.loop().schedule(this::tick, INTERVAL_NANOS);
    }

    @Override
    void work() {
        if (over() || !stream.writable()) {
            return;
        }
        Probe now = measured(core.connection().stats());
        long nowNanos = core.loop().nowNanos();
        boolean known = now.bitrateBps() != Probe.UNKNOWN || now.rttMs() != Probe.UNKNOWN;
        boolean stale = known && nowNanos - sentNanos >= REFRESH_NANOS;
        if (moved(sent.bitrateBps(), now.bitrateBps())
                || moved(sent.rttMs(), now.rttMs())
                || stale) {
            stream.write(now.encode(core.version()));
            sent = now;
            sentNanos = nowNanos;
        }
    }

    private Probe measured(PathStats stats) {
        long rttMs =
                stats.rttNanos() == 0 || !core.version().hasProbeRtt()
                        ? Probe.UNKNOWN
                        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(stats.rttNanos()));
        return new Probe(Math.max(Probe.UNKNOWN, stats.sendRateBps()), rttMs);
    }

    private static boolean moved(long before, long after) {
        if (before == 0 || after == 0) {
            return before != after;
        }
        return Math.abs(after - before) >= before / 4 && after != before;
    }

    @Override
    void peerFinished() {
        complete();
    }

    @Override
    void release() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
