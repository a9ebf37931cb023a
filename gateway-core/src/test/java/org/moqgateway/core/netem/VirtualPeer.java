package org.moqgateway.core.netem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// Drives a [PeerMedia] as a connected peer connection does, in virtual time and without ciphers.
public final class VirtualPeer implements MediaOut {
    private static final long STEP_NANOS = 1_000_000L;

    private final PeerMedia media;
    private final VirtualLoop loop;
    private final Wire wire;
    private final List<PeerEnd> ends = new ArrayList<>();
    private long timers;

    /// Takes what the media side sends.
    public interface Wire {
        /// One plain RTP or RTCP packet, the callee's to keep.
        void packet(byte[] packet, boolean control, long nowNanos);
    }

    /// A peer that is not connected yet.
    public VirtualPeer(PeerMedia media, VirtualLoop loop, Wire wire) {
        this.media = media;
        this.loop = loop;
        this.wire = wire;
    }

    /// Connects it now.
    public void connect() {
        media.connected(this, loop, loop.nowNanos());
        loop.settle();
    }

    /// Lets milliseconds pass on the loop.
    public void run(long millis) {
        for (long i = 0; i < millis; i++) {
            loop.advance(STEP_NANOS);
            poll();
        }
    }

    /// Calls the timer if it is due.
    public void poll() {
        if (media.nextDeadlineNanos() <= loop.nowNanos()) {
            timers++;
            media.onTimer(loop.nowNanos());
            loop.settle();
        }
    }

    /// How often the timer was called.
    public long timers() {
        return timers;
    }

    /// How the media side has ended the connection.
    public List<PeerEnd> ends() {
        return ends;
    }

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
        take(buffer, offset, length, false);
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
        take(buffer, offset, length, true);
    }

    private void take(byte[] buffer, int offset, int length, boolean control) {
        byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
        // As SRTP does: encrypts in place and appends its tag.
        Arrays.fill(buffer, offset, offset + length + TAILROOM_BYTES, (byte) 0xee);
        wire.packet(packet, control, loop.nowNanos());
    }

    @Override
    public void flush() {
        // Packets leave one by one.
    }

    @Override
    public void end(PeerEnd why) {
        ends.add(why);
    }

    @Override
    public void wake(long nowNanos) {
        // The timer is looked at every millisecond.
    }
}
