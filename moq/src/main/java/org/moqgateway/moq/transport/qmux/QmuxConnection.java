package org.moqgateway.moq.transport.qmux;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;

/// A connection made of QMux records. Its carrier hands records in with [#received] and takes them
/// through its [MessagePipe], on the connection's loop.
///
/// Whenever the pipe is writable one record is made: control frames first, then datagrams, then
/// streams by their order. Nothing is decided before that, so that a stream of higher order waits
/// for no more than what the pipe holds.
public final class QmuxConnection implements Connection {
    private static final int MAX_HELLO_BYTES = 1024;
    private static final int MAX_CLOSE_BYTES = 64 + QmuxFrame.Close.MAX_REASON_BYTES;

    private final QmuxSettings settings;
    private final QmuxBinding binding;
    private final MessagePipe pipe;
    private final TransportLoop loop;
    private final ControlQueue control = new ControlQueue(this::flushSoon);
    private final StreamTable streams;
    private final KeepAlive keepAlive;
    private final RecordWriter records;
    private final PingAnswers pings;
    private final HeldFrames held;
    private @Nullable ConnectionListener listener;
    private @Nullable TransportParameters peer;
    private @Nullable CloseReason end;
    private boolean begun;
    private boolean flushing;
    private int maxDatagramBytes;
    private long bytesSent;
    private long bytesReceived;

    /// A connection that says nothing yet. On the loop, or before anybody knows of it.
    public QmuxConnection(
            QmuxSettings settings, QmuxBinding binding, MessagePipe pipe, TransportLoop loop) {
        this.settings = settings;
        this.binding = binding;
        this.pipe = pipe;
        this.loop = loop;
        streams = new StreamTable(settings, control, this::flushSoon);
        records = new RecordWriter(control, streams, !settings.version().records());
        pings = new PingAnswers(control, strict());
        held = new HeldFrames(settings.heldBytes());
        // What every peer of these versions allows, until this one has said what it does.
        maxDatagramBytes =
                settings.version().records() ? largestDatagram(RecordWriter.MAX_RECORD_BYTES) : 0;
        keepAlive = new KeepAlive(loop, settings.limits(), this::askForLife, this::lost);
        pipe.onWritable(this::flush);
    }

    /// The carrier is ready: says our transport parameters. On the loop.
    public void begin() {
        if (end == null) {
            sayHello();
            flush();
        }
    }

    private void sayHello() {
        if (!begun) {
            begun = true;
            QmuxFrame hello = new QmuxFrame.Parameters(settings.parameters());
            send(RecordWriter.record(hello, MAX_HELLO_BYTES));
        }
    }

    /// The carrier is ready and our transport parameters were said already. On the loop, or before
    /// anybody knows of the connection.
    public void begun() {
        begun = true;
    }

    /// Takes a record of the peer. On the loop.
    ///
    /// @param record from position to limit; not used after the return
    public void received(ByteBuffer record) {
        bytesReceived += record.remaining();
        heard();
        try {
            while (end == null && record.hasRemaining()) {
                int start = record.position();
                QmuxFrame frame = QmuxFrame.decode(record);
                if (frame != null) {
                    check(frame);
                    if (listener == null && HeldFrames.concerns(frame)) {
                        held.add(record.slice(start, record.position() - start));
                    } else {
                        handle(frame);
                    }
                }
            }
            if (control.flooded()) {
                throw new QmuxException("more questions than answers");
            }
        } catch (QmuxException e) {
            violated(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The rest of the record is lost, and with it what every stream says.
            lost("failed by a mistake here");
            throw e;
        }
        flushSoon();
    }

    /// A sign of life came on the carrier's own layer. On the loop.
    public void heard() {
        keepAlive.heard();
    }

    /// The carrier has ended. On the loop.
    ///
    /// @param reason for people
    public void pipeClosed(String reason) {
        ended(new CloseReason(CloseReason.By.TRANSPORT, 0, reason));
    }

    /// The peer broke a rule: it is told so and the connection ends. On the loop.
    ///
    /// @param reason for people
    public void violated(String reason) {
        if (end == null) {
            sayClose(new QmuxFrame.Close(false, QmuxException.CODE, reason));
            lost(reason);
        }
    }

    private void lost(String reason) {
        pipe.close(reason);
        ended(new CloseReason(CloseReason.By.TRANSPORT, 0, reason));
    }

    /// The first frame of all is the parameters, and none later is.
    private void check(QmuxFrame frame) throws QmuxException {
        if (frame instanceof QmuxFrame.Close) {
            return;
        }
        if (frame instanceof QmuxFrame.Parameters == (peer != null)) {
            throw new QmuxException("transport parameters come first and once");
        }
    }

    private boolean strict() {
        return settings.version() == QmuxVersion.QMUX_02;
    }

    private void handle(QmuxFrame frame) throws QmuxException {
        switch (frame) {
            case QmuxFrame.Stream f -> streams.stream(f);
            case QmuxFrame.ResetStream f -> {
                if (f.at() && !strict()) {
                    throw new QmuxException("RESET_STREAM_AT was not agreed on");
                }
                streams.reset(f);
            }
            case QmuxFrame.StopSending f -> streams.stopSending(f);
            case QmuxFrame.MaxData f -> streams.maxData(f);
            case QmuxFrame.MaxStreamData f -> streams.maxStreamData(f);
            case QmuxFrame.MaxStreams f -> streams.maxStreams(f);
            case QmuxFrame.Blocked _ -> {}
            case QmuxFrame.Close f -> closedByPeer(f);
            case QmuxFrame.Datagram f -> datagram(f);
            case QmuxFrame.Parameters f -> parameters(f.values());
            case QmuxFrame.Ping f when f.response() -> pingAnswered(f.sequence());
            case QmuxFrame.Ping f -> pings.answer(f.sequence());
        }
    }

    private void parameters(TransportParameters values) {
        peer = values;
        boolean hasRecords = settings.version().records();
        if (hasRecords) {
            maxDatagramBytes = largestDatagram(values.maxDatagramFrameSize());
            records.datagramsUpTo(maxDatagramBytes);
        }
        streams.parameters(values);
        keepAlive.established(hasRecords ? values.maxIdleTimeoutMillis() : 0);
    }

    private static int largestDatagram(long maxFrameBytes) {
        long cap = Math.min(maxFrameBytes, RecordWriter.MAX_RECORD_BYTES);
        return (int) Math.max(0, cap - 1 - VarInt.size(cap));
    }

    private void askForLife(long sequence) {
        if (settings.version().records()) {
            control.add(() -> new QmuxFrame.Ping(false, sequence));
        } else {
            pipe.ping();
        }
    }

    private void pingAnswered(long sequence) throws QmuxException {
        if (strict() && sequence >= keepAlive.requests()) {
            throw new QmuxException("an answer to a ping that was never sent");
        }
        keepAlive.answered(sequence);
    }

    private void datagram(QmuxFrame.Datagram frame) throws QmuxException {
        if (!settings.version().records()) {
            throw new QmuxException("datagrams were not agreed on");
        }
        if (listener != null) {
            listener.datagram(frame.payload());
        }
    }

    private void closedByPeer(QmuxFrame.Close frame) {
        pipe.close("closed by the peer");
        ended(
                frame.application()
                        ? new CloseReason(CloseReason.By.PEER, frame.code(), frame.reason())
                        : new CloseReason(
                                CloseReason.By.TRANSPORT,
                                frame.code(),
                                "the peer reports an error: " + frame.reason()));
    }

    private void ended(CloseReason reason) {
        if (end != null) {
            return;
        }
        end = reason;
        keepAlive.stop();
        streams.end();
        held.clear();
        if (listener != null) {
            listener.closed(reason);
        }
    }

    @Override
    public void start(ConnectionListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("started already");
        }
        listener = newListener;
        if (end != null) {
            newListener.closed(end);
            return;
        }
        streams.start(newListener);
        try {
            ByteBuffer frame;
            while (end == null && (frame = held.poll()) != null) {
                QmuxFrame decoded = QmuxFrame.decode(frame);
                if (decoded != null) {
                    handle(decoded);
                }
            }
        } catch (QmuxException e) {
            violated(String.valueOf(e.getMessage()));
        }
        flushSoon();
    }

    private void flushSoon() {
        if (!flushing && begun) {
            flushing = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        while (begun && end == null && pipe.writable()) {
            byte[] record = records.next();
            if (record == null || end != null) {
                return;
            }
            send(record);
        }
    }

    private void send(byte[] record) {
        bytesSent += record.length;
        pipe.send(record);
    }

    /// Also on a carrier that is not ready yet: the parameters come first in any case.
    private void sayClose(QmuxFrame.Close frame) {
        sayHello();
        send(RecordWriter.record(frame, MAX_CLOSE_BYTES));
    }

    @Override
    public void close(long code, String reason) {
        if (loop.inLoop()) {
            closeNow(code, reason);
        } else {
            loop.execute(() -> closeNow(code, reason));
        }
    }

    private void closeNow(long code, String reason) {
        if (end == null) {
            QmuxFrame.Close frame = QmuxFrame.Close.byApplication(code, reason);
            sayClose(frame);
            pipe.close(frame.reason());
            ended(new CloseReason(CloseReason.By.LOCAL, code, frame.reason()));
        }
    }

    @Override
    public SendStream openUni() {
        return streams.openUni();
    }

    @Override
    public BidiStream openBidi() {
        return streams.openBidi();
    }

    @Override
    public int maxDatagramBytes() {
        return end == null ? maxDatagramBytes : 0;
    }

    @Override
    public boolean sendDatagram(ByteBuffer datagram) {
        if (datagram.remaining() > maxDatagramBytes()
                || maxDatagramBytes() == 0
                || !records.datagram(datagram)) {
            return false;
        }
        flushSoon();
        return true;
    }

    @Override
    public PathStats stats() {
        return new PathStats(keepAlive.rttNanos(), 0, bytesSent, bytesReceived, 0);
    }

    @Override
    public TransportKind kind() {
        return binding.kind();
    }

    @Override
    public String protocol() {
        return binding.protocol();
    }

    @Override
    public @Nullable String target() {
        return binding.target();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return binding.remoteAddress();
    }

    @Override
    public TransportLoop loop() {
        return loop;
    }
}
