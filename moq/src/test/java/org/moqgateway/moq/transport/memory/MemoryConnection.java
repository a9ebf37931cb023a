package org.moqgateway.moq.transport.memory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;

/// One end of a link. Bytes leave in packets of at most 1200 bytes, the stream of the highest send
/// order first, at the rate of the link, and arrive in order after its latency.
public final class MemoryConnection implements Connection {
    static final int PACKET = 1200;

    final MemoryLoop loop;
    final LinkSettings settings;
    // Those of this end that have not ended.
    final Set<MemorySendStream> sending = new LinkedHashSet<>();

    // Those of them with something to send, the next one first.
    private final NavigableSet<MemorySendStream> ready = new TreeSet<>(MemorySendStream.ORDER);

    private final VirtualTime time;
    private final boolean client;
    private final Deque<Runnable> heldBack = new ArrayDeque<>();
    private final Deque<Runnable> unread = new ArrayDeque<>();
    private @Nullable MemoryConnection peer;
    private @Nullable ConnectionListener listener;
    private boolean closed;
    private boolean told;
    private boolean pumping;
    private boolean stalled;
    private int uniOpened;
    private int uniAllowed;
    private long nextStream;
    private long bytesSent;
    private long queued;
    private long peakQueued;
    private long created;
    private PathStats stats = PathStats.UNKNOWN;

    private MemoryConnection(VirtualTime time, LinkSettings settings, boolean client) {
        this.time = time;
        this.settings = settings;
        this.client = client;
        this.loop = new MemoryLoop(time);
        this.uniAllowed = settings.maxUniStreams();
    }

    /// Joins two ends; the first is the client.
    public static MemoryConnection[] pair(VirtualTime time, LinkSettings settings) {
        MemoryConnection a = new MemoryConnection(time, settings, true);
        MemoryConnection b = new MemoryConnection(time, settings, false);
        a.peer = b;
        b.peer = a;
        return new MemoryConnection[] {a, b};
    }

    /// What [#stats] answers from now on.
    public void pathStats(PathStats newStats) {
        stats = newStats;
    }

    /// Keeps this end from reading: what is sent to it fills the windows and no more.
    public void stall(boolean newStalled) {
        stalled = newStalled;
        while (!stalled && !unread.isEmpty()) {
            loop.enter(unread.removeFirst());
        }
    }

    /// Streams of this end that still have something to send, or to be told.
    public int openSendStreams() {
        return sending.size();
    }

    /// The most bytes that ever waited here for the link.
    public long peakQueuedBytes() {
        return peakQueued;
    }

    /// Bytes that wait here for the link.
    public long queuedBytes() {
        return queued;
    }

    /// Whether it has ended.
    public boolean isClosed() {
        return closed;
    }

    @Override
    public TransportKind kind() {
        return settings.kind();
    }

    @Override
    public String protocol() {
        return settings.protocol();
    }

    @Override
    public @Nullable String target() {
        return settings.target();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), client ? 443 : 50_000);
    }

    @Override
    public TransportLoop loop() {
        return loop;
    }

    @Override
    public void start(ConnectionListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("started twice");
        }
        listener = newListener;
        loop.execute(
                () -> {
                    while (!heldBack.isEmpty()) {
                        heldBack.removeFirst().run();
                    }
                });
    }

    @Override
    public SendStream openUni() {
        return open(null);
    }

    @Override
    public BidiStream openBidi() {
        MemoryReceiveStream back = new MemoryReceiveStream(this);
        MemorySendStream forward = open(back);
        return new MemoryBidiStream(forward, back);
    }

    private MemorySendStream open(@Nullable MemoryReceiveStream back) {
        MemorySendStream stream =
                new MemorySendStream(this, nextStream++, back == null ? uniOpened++ : -1);
        MemoryReceiveStream far = new MemoryReceiveStream(other());
        far.link(stream);
        stream.far = far;
        if (closed) {
            stream.bornReset();
            return stream;
        }
        sending.add(stream);
        far.announce =
                () -> {
                    ConnectionListener told = Objects.requireNonNull(other().listener);
                    if (back == null) {
                        told.uniStream(far);
                        return;
                    }
                    MemorySendStream reply = new MemorySendStream(other(), stream.id, -1);
                    reply.far = back;
                    back.link(reply);
                    other().sending.add(reply);
                    told.bidiStream(new MemoryBidiStream(reply, far));
                };
        return stream;
    }

    boolean mayUse(MemorySendStream stream) {
        return stream.uniOrdinal < uniAllowed;
    }

    void uniEnded() {
        uniAllowed++;
        wakePump();
    }

    /// Runs on this end's loop after the latency, and after everything handed over before it.
    void arrive(Runnable event) {
        time.schedule(
                () ->
                        loop.enter(
                                () -> {
                                    if (listener == null || !heldBack.isEmpty()) {
                                        heldBack.add(() -> loop.enter(event));
                                    } else if (stalled) {
                                        unread.add(event);
                                    } else if (!told) {
                                        event.run();
                                    }
                                }),
                settings.latencyNanos());
    }

    MemoryConnection other() {
        return Objects.requireNonNull(peer);
    }

    void wakePump() {
        peakQueued = Math.max(peakQueued, queued);
        if (!pumping && !closed) {
            pumping = true;
            time.schedule(() -> loop.enter(this::pump), 0);
        }
    }

    private void pump() {
        pumping = false;
        while (!closed) {
            MemorySendStream next = first();
            if (next == null) {
                return;
            }
            int bytes = next.sendPacket();
            bytesSent += bytes;
            if (settings.rateBps() > 0 && bytes > 0) {
                pumping = true;
                time.schedule(
                        () -> loop.enter(this::pump),
                        bytes * 8L * 1_000_000_000L / settings.rateBps());
                return;
            }
        }
    }

    private @Nullable MemorySendStream first() {
        for (MemorySendStream stream : ready) {
            if (stream.canSend()) {
                return stream;
            }
        }
        return null;
    }

    /// The number of a stream among those created at this end.
    long serial() {
        return created++;
    }

    /// A stream has something to send.
    void ready(MemorySendStream stream) {
        ready.add(stream);
    }

    /// A stream has nothing to send, or is about to change its order.
    void notReady(MemorySendStream stream) {
        ready.remove(stream);
    }

    /// So many bytes more wait here.
    void queued(long change) {
        queued += change;
    }

    /// Bytes sent so far.
    public long bytesSent() {
        return bytesSent;
    }

    @Override
    public int maxDatagramBytes() {
        return closed ? 0 : settings.maxDatagramBytes();
    }

    @Override
    public boolean sendDatagram(ByteBuffer datagram) {
        if (closed || datagram.remaining() > settings.maxDatagramBytes() || pumping) {
            return false;
        }
        byte[] copy = new byte[datagram.remaining()];
        datagram.duplicate().get(copy);
        MemoryConnection receiver = other();
        receiver.arrive(
                () -> Objects.requireNonNull(receiver.listener).datagram(ByteBuffer.wrap(copy)));
        return true;
    }

    @Override
    public PathStats stats() {
        return stats;
    }

    @Override
    public void close(long code, String reason) {
        if (closed) {
            return;
        }
        MemoryConnection receiver = other();
        end(new CloseReason(CloseReason.By.LOCAL, code, reason));
        time.schedule(
                () ->
                        receiver.loop.enter(
                                () ->
                                        receiver.end(
                                                new CloseReason(
                                                        CloseReason.By.PEER, code, reason))),
                settings.latencyNanos());
    }

    /// Loses the connection, at both ends at once.
    public void lose() {
        end(new CloseReason(CloseReason.By.TRANSPORT, 0, "idle timeout"));
        other().end(new CloseReason(CloseReason.By.TRANSPORT, 0, "idle timeout"));
    }

    private void end(CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        sending.forEach(MemorySendStream::bornReset);
        sending.clear();
        Runnable tell =
                () -> {
                    told = true;
                    if (listener != null) {
                        listener.closed(reason);
                    }
                };
        if (listener == null) {
            heldBack.clear();
            heldBack.add(tell);
        } else {
            loop.execute(tell);
        }
    }
}
