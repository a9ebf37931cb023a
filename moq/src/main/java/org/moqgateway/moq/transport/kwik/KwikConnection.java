package org.moqgateway.moq.transport.kwik;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.Statistics;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.frame.DataBlockedFrame;
import tech.kwik.core.frame.HandshakeDoneFrame;
import tech.kwik.core.frame.MaxDataFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.StopSendingFrame;
import tech.kwik.core.frame.StreamDataBlockedFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.impl.QuicConnectionImpl;

/// A QUIC connection of Kwik's.
final class KwikConnection implements Connection, FrameListener, StreamOwner {
    private static final long EXCESSIVE_LOAD = 0x107;
    private static final long FAULT_CODE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(KwikConnection.class);

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final QuicConnection quic;
    private final SerialLoop loop;
    private final String protocol;
    private final InetSocketAddress remote;
    private final SendScheduler scheduler;
    private final StreamOpener uniOpener;
    private final StreamOpener bidiOpener;
    private final FrameBudget budget = new FrameBudget();
    private final Map<Integer, KwikStream> streams = new ConcurrentHashMap<>();
    private final RecentResets resets = new RecentResets();
    private final OutgoingDatagrams datagramsOut;
    private final Farewell farewell;
    private final IncomingDatagrams datagramsIn;
    private final Queue<QuicStream> early = new ArrayDeque<>();
    private @Nullable ConnectionListener listener;
    private volatile @Nullable CloseReason ending;
    private long streamCount;

    /// What the peer may send in all, as last told; written by Kwik's sending thread.
    private volatile long windowSent;

    /// Of Kwik's receiving thread.
    private boolean flooded;

    private final LongAdder bytesReceived = new LongAdder();

    private Runnable onEnd = () -> {};

    /// A connection whose handshake is done or about to be.
    KwikConnection(
            QuicConnection quic, SerialLoop loop, String protocol, InetSocketAddress remote) {
        this.quic = quic;
        this.loop = loop;
        this.protocol = protocol;
        this.remote = remote;
        this.scheduler = new SendScheduler(loop, this::packetsLost);
        this.datagramsIn = new IncomingDatagrams(loop, this::arrived);
        this.datagramsOut = new OutgoingDatagrams(this::queue);
        this.farewell = new Farewell(quic, loop);
        this.uniOpener = new StreamOpener(this, quic, StreamKind.UNI);
        this.bidiOpener = new StreamOpener(this, quic, StreamKind.BIDI);
    }

    /// The handshake is confirmed: of a server, as soon as it is complete.
    void confirmed() {
        farewell.confirmed();
    }

    /// Makes the peer answer now and then.
    ///
    /// @param intervalNanos 0 for never
    void keepAlive(long intervalNanos) {
        if (intervalNanos > 0 && ending == null) {
            loop.schedule(() -> ping(intervalNanos), intervalNanos);
        }
    }

    private void ping(long intervalNanos) {
        if (ending == null && quic instanceof QuicConnectionImpl sender) {
            sender.send(new PingFrame(), _ -> {}, true);
            keepAlive(intervalNanos);
        }
    }

    /// Sets what runs on the loop when the connection has ended. Before anything else happens.
    void onEnd(Runnable action) {
        onEnd = action;
    }

    @Override
    public SendScheduler scheduler() {
        return scheduler;
    }

    @Override
    public boolean ended() {
        return ending != null;
    }

    @Override
    public long resetCode(long streamId) {
        return resets.take((int) streamId);
    }

    @Override
    public TransportKind kind() {
        return TransportKind.QUIC;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public @Nullable String target() {
        return null;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public TransportLoop loop() {
        return loop;
    }

    @Override
    public void start(ConnectionListener connectionListener) {
        listener = connectionListener;
        CloseReason reason = ending;
        if (reason != null) {
            loop.execute(() -> connectionListener.closed(reason));
            return;
        }
        for (QuicStream stream = early.poll(); stream != null; stream = early.poll()) {
            QuicStream next = stream;
            loop.execute(() -> arrived(next));
        }
        datagramsIn.begin();
    }

    /// The peer opened a stream. Kwik's thread.
    void accept(QuicStream stream) {
        loop.execute(
                () -> {
                    if (listener == null) {
                        early.add(stream);
                    } else {
                        arrived(stream);
                    }
                });
    }

    private void arrived(QuicStream quicStream) {
        ConnectionListener to = listener;
        if (ending != null || to == null) {
            return;
        }
        KwikStream stream = new KwikStream(this, streamCount++);
        boolean bidi = quicStream.isBidirectional();
        if (bidi) {
            streams.put(quicStream.getStreamId(), stream);
        }
        stream.attach(quicStream, bidi);
        if (bidi) {
            to.bidiStream(stream);
        } else {
            to.uniStream(stream);
        }
    }

    @Override
    public SendStream openUni() {
        return open(uniOpener);
    }

    @Override
    public BidiStream openBidi() {
        return open(bidiOpener);
    }

    private KwikStream open(StreamOpener opener) {
        KwikStream stream = new KwikStream(this, streamCount++);
        if (ending == null) {
            opener.open(stream);
        } else {
            stream.reset(0);
        }
        return stream;
    }

    /// A stream got its place.
    void opened(KwikStream stream, QuicStream quicStream) {
        streams.put(quicStream.getStreamId(), stream);
        stream.attach(quicStream, true);
    }

    @Override
    public void wake() {
        queue(_ -> null, 1);
    }

    @Override
    public void fault(RuntimeException cause) {
        LOG.error("a listener of a QUIC connection failed", cause);
        close(FAULT_CODE, "internal error");
    }

    @Override
    public void sendingEnded(KwikStream stream) {
        streams.remove((int) stream.id(), stream);
    }

    private long packetsLost() {
        return quic.getStats().lostPackets();
    }

    @Override
    public int maxDatagramBytes() {
        return ending == null && quic.canSendDatagram() ? quic.maxDatagramDataSize() : 0;
    }

    @Override
    public boolean sendDatagram(ByteBuffer datagram) {
        return datagram.remaining() <= maxDatagramBytes() && datagramsOut.send(datagram);
    }

    private void queue(Function<Integer, QuicFrame> frame, int bytes) {
        if (quic instanceof QuicConnectionImpl sender) {
            sender.send(frame, bytes, EncryptionLevel.App, _ -> {}, true);
        }
    }

    /// A datagram came. Kwik's thread.
    void datagram(byte[] datagram) {
        datagramsIn.came(datagram);
    }

    private void arrived(ByteBuffer datagram) {
        if (listener != null && ending == null) {
            listener.datagram(datagram);
        }
    }

    @Override
    public PathStats stats() {
        Statistics stats = quic.getStats();
        return new PathStats(
                stats.smoothedRtt() * NANOS_PER_MILLI,
                0,
                stats.bytesSent(),
                bytesReceived.sum(),
                stats.lostPackets());
    }

    @Override
    public void received(List<QuicFrame> frames, int bytes) {
        bytesReceived.add(bytes);
        if (flooded) {
            return;
        }
        if (!budget.spend(frames, System.nanoTime())) {
            // Once: until Kwik has closed it the flood goes on.
            flooded = true;
            close(EXCESSIVE_LOAD, "too many frames without data");
            return;
        }
        for (QuicFrame frame : frames) {
            if (frame instanceof DataBlockedFrame) {
                repeatWindow();
            } else if (frame instanceof HandshakeDoneFrame) {
                farewell.confirmed();
            } else if (frame instanceof ResetStreamFrame reset) {
                resets.add(reset.getStreamId(), reset.getErrorCode());
            } else if (frame instanceof StopSendingFrame stop) {
                KwikStream stream = streams.get(stop.getStreamId());
                if (stream != null) {
                    loop.execute(() -> stopped(stream, stop.getErrorCode()));
                }
            }
        }
    }

    /// The peer waits for a window that it was given, perhaps in a packet that was lost: Kwik says
    /// it only once.
    private void repeatWindow() {
        long window = windowSent;
        if (window > 0) {
            MaxDataFrame frame = new MaxDataFrame(window);
            queue(_ -> frame, frame.getFrameLength());
        }
    }

    private void stopped(KwikStream stream, long code) {
        if (ending == null) {
            stream.stoppedByPeer(code);
        }
    }

    @Override
    public void sent(List<QuicFrame> frames) {
        boolean progress = false;
        int dataFrames = 0;
        for (QuicFrame frame : frames) {
            if (frame instanceof StreamFrame data) {
                dataFrames++;
                progress |= left(data);
            } else if (frame instanceof MaxDataFrame window) {
                windowSent = Math.max(windowSent, window.getMaxData());
            } else if (frame instanceof StreamDataBlockedFrame waits) {
                KwikStream stream = streams.get(waits.getStreamId());
                if (stream != null) {
                    stream.blocked = true;
                    progress = true;
                }
            }
        }
        if (dataFrames > 0) {
            budget.sent(dataFrames);
        }
        if (progress) {
            scheduler.progress();
        }
    }

    private boolean left(StreamFrame data) {
        KwikStream stream = streams.get(data.getStreamId());
        if (stream == null) {
            return false;
        }
        stream.blocked = false;
        if (data.getLength() > 0 && data.getUpToOffset() <= stream.sent) {
            scheduler.repeated(stream);
        }
        stream.sent = Math.max(stream.sent, data.getUpToOffset());
        if (data.isFinal()) {
            stream.endSent = true;
        }
        return true;
    }

    @Override
    public void close(long code, String reason) {
        loop.execute(
                () -> {
                    if (ending == null) {
                        String text = CloseReason.shortened(reason);
                        farewell.close(code, text);
                        end(new CloseReason(CloseReason.By.LOCAL, code, text));
                    }
                });
    }

    /// The connection has ended. Kwik's thread.
    void terminated(ConnectionTerminatedEvent event) {
        CloseReason reason = Reasons.of(event);
        loop.execute(() -> end(reason));
    }

    @Override
    public void failed(String why) {
        loop.execute(() -> end(new CloseReason(CloseReason.By.TRANSPORT, 0, why)));
    }

    private void end(CloseReason reason) {
        if (ending != null) {
            return;
        }
        ending = reason;
        scheduler.end();
        uniOpener.end();
        bidiOpener.end();
        streams.clear();
        resets.clear();
        early.clear();
        onEnd.run();
        if (listener != null) {
            listener.closed(reason);
        }
    }
}
