package org.moqgateway.core.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.MediaLoop;

/// A media side that writes down what it is told.
class RecordingMedia implements PeerMedia {
    final List<byte[]> rtp = new ArrayList<>();
    final List<byte[]> rtcp = new ArrayList<>();
    final List<PeerEnd> ends = new ArrayList<>();
    private @Nullable MediaOut out;
    private int connections;
    private int timers;
    private long deadlineNanos = Long.MAX_VALUE;

    /// Sets when the timer is wanted next.
    void deadlineNanos(long nanos) {
        deadlineNanos = nanos;
    }

    int timers() {
        return timers;
    }

    int connections() {
        return connections;
    }

    MediaOut out() {
        MediaOut connected = out;
        if (connected == null) {
            throw new AssertionError("not connected");
        }
        return connected;
    }

    @Override
    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
        connections++;
        out = transport;
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        rtp.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        rtcp.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void onTimer(long nowNanos) {
        timers++;
        deadlineNanos = Long.MAX_VALUE;
    }

    @Override
    public long nextDeadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void closed(PeerEnd end) {
        ends.add(end);
    }
}
