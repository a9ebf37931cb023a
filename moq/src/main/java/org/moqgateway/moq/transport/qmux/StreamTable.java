package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.SendStream;

/// The streams of a connection, both sides' limits, and which frame of theirs is next.
///
/// A stream's id is its number among those of its kind, then one bit for the kind (1:
/// unidirectional) and one for who opened it (1: the server).
final class StreamTable {
    /// Released peers refuse more in one frame, whatever record size they allow.
    private static final int MAX_PAYLOAD_BYTES = 16384 - 32;

    /// Below this it is not worth while to begin another frame in a record.
    private static final int MIN_ROOM_BYTES = 64;

    private final boolean server;
    private final QuicLimits limits;
    private final ControlQueue control;
    private final Runnable wake;
    private final SendScheduler scheduler = new SendScheduler();
    private final Map<Long, StreamEntry> open = new HashMap<>();
    private final PeerStreams peerUni;
    private final PeerStreams peerBidi;
    private final ReceiveWindow window;
    private @Nullable ConnectionListener listener;
    private @Nullable TransportParameters peer;
    private long births;
    private long nextUni;
    private long nextBidi;
    private long maxUni;
    private long maxBidi;
    private long sent;
    private long max;
    private boolean ended;

    StreamTable(QmuxSettings settings, ControlQueue control, Runnable wake) {
        this.server = settings.server();
        this.limits = settings.limits();
        this.control = control;
        this.wake = wake;
        peerUni = new PeerStreams(control, true, limits.streams());
        peerBidi = new PeerStreams(control, false, limits.streams());
        window = new ReceiveWindow(control, settings.heldBytes(), QmuxFrame.MaxData::new);
    }

    SendScheduler scheduler() {
        return scheduler;
    }

    void control(ControlQueue.Source source) {
        control.add(source);
    }

    /// A stream may have something to send.
    void schedule(SendHalf stream) {
        if (ended) {
            stream.drop();
            return;
        }
        scheduler.update(stream);
        wake.run();
    }

    /// Somebody listens: from now on more may be under way.
    void start(ConnectionListener newListener) {
        listener = newListener;
        window.widen(limits.connectionWindowBytes());
    }

    /// The peer has said its limits.
    void parameters(TransportParameters parameters) {
        peer = parameters;
        max = parameters.initialMaxData();
        maxUni = parameters.initialMaxStreamsUni();
        maxBidi = parameters.initialMaxStreamsBidi();
    }

    SendStream openUni() {
        StreamEntry entry = new StreamEntry(this, true, true);
        SendHalf send = new SendHalf(this, entry, births++, 0);
        entry.halves(send, null);
        if (ended) {
            send.drop();
        }
        return send;
    }

    BidiStream openBidi() {
        StreamEntry entry = new StreamEntry(this, false, true);
        SendHalf send = new SendHalf(this, entry, births++, 0);
        entry.halves(send, new ReceiveHalf(this, entry, streamWindow(entry)));
        if (ended) {
            send.drop();
        }
        return entry;
    }

    private ReceiveWindow streamWindow(StreamEntry entry) {
        return new ReceiveWindow(
                control,
                limits.streamWindowBytes(),
                newMax -> new QmuxFrame.MaxStreamData(entry.id(), newMax));
    }

    /// The stream has ended in both directions.
    void closed(StreamEntry entry) {
        if (entry.opened()) {
            open.remove(entry.id());
        }
        if (!entry.ours() && !ended) {
            (entry.uni() ? peerUni : peerBidi).close();
        }
    }

    void received(long bytes) throws QmuxException {
        window.receive(bytes);
    }

    void consumed(long bytes) {
        window.consume(bytes);
    }

    void stream(QmuxFrame.Stream frame) throws QmuxException {
        StreamEntry entry = receiving(frame.id());
        if (entry != null && entry.receive() != null) {
            entry.receive().data(frame.payload(), frame.fin());
        } else {
            // Of a stream that is gone: it counts, since the peer has counted it.
            window.receive(frame.payload().remaining());
            window.consume(frame.payload().remaining());
        }
    }

    void reset(QmuxFrame.ResetStream frame) throws QmuxException {
        StreamEntry entry = receiving(frame.id());
        if (entry != null && entry.receive() != null) {
            entry.receive().reset(frame.code(), frame.finalSize());
        }
    }

    void stopSending(QmuxFrame.StopSending frame) throws QmuxException {
        SendHalf send = sending(frame.id());
        if (send != null) {
            send.stopped(frame.code());
        }
    }

    void maxStreamData(QmuxFrame.MaxStreamData frame) throws QmuxException {
        SendHalf send = sending(frame.id());
        if (send != null) {
            send.raise(frame.max());
        }
    }

    void maxData(QmuxFrame.MaxData frame) {
        max = Math.max(max, frame.max());
    }

    void maxStreams(QmuxFrame.MaxStreams frame) {
        if (frame.uni()) {
            maxUni = Math.max(maxUni, frame.max());
        } else {
            maxBidi = Math.max(maxBidi, frame.max());
        }
    }

    /// The stream that the peer writes; opened if it is new, null if it is gone.
    private @Nullable StreamEntry receiving(long id) throws QmuxException {
        StreamEntry entry = open.get(id);
        if (entry != null) {
            if (entry.receive() == null) {
                throw new QmuxException("data on a stream that only we write");
            }
            return entry;
        }
        if (ours(id)) {
            checkOurs(id, uni(id));
            return null;
        }
        return (uni(id) ? peerUni : peerBidi).open(id >> 2) ? opened(id) : null;
    }

    /// The stream that we write; null if it is gone.
    private @Nullable SendHalf sending(long id) throws QmuxException {
        StreamEntry entry = open.get(id);
        if (entry != null) {
            if (entry.send() == null) {
                throw new QmuxException("a frame for the writer of a stream that we only read");
            }
            return entry.send();
        }
        if (ours(id)) {
            checkOurs(id, false);
        } else if (uni(id)) {
            throw new QmuxException("a frame for the writer of a stream that we only read");
        }
        return null;
    }

    private void checkOurs(long id, boolean wrongDirection) throws QmuxException {
        if (wrongDirection || id >> 2 >= (uni(id) ? nextUni : nextBidi)) {
            throw new QmuxException("a frame for a stream that we have not opened");
        }
    }

    private StreamEntry opened(long id) {
        StreamEntry entry = new StreamEntry(this, uni(id), false);
        entry.id(id);
        ReceiveHalf receive = new ReceiveHalf(this, entry, streamWindow(entry));
        SendHalf send = null;
        if (!entry.uni()) {
            long initial = Objects.requireNonNull(peer).initialMaxStreamDataBidiLocal();
            send = new SendHalf(this, entry, births++, initial);
        }
        entry.halves(send, receive);
        open.put(id, entry);
        ConnectionListener hearing = Objects.requireNonNull(listener);
        if (entry.uni()) {
            hearing.uniStream(receive);
        } else {
            hearing.bidiStream(entry);
        }
        return entry;
    }

    private static boolean uni(long id) {
        return (id & 2) != 0;
    }

    private boolean ours(long id) {
        return (id & 1) != 0 == server;
    }

    /// Appends frames of the streams in their order, as far as room and credit go.
    ///
    /// @param single at most one
    void write(ByteBuffer out, boolean single) {
        while (out.remaining() >= MIN_ROOM_BYTES && sent < max) {
            SendHalf next = scheduler.next(nextUni < maxUni, nextBidi < maxBidi);
            if (next == null) {
                return;
            }
            if (!next.entry().opened()) {
                number(next);
            }
            sent += next.transmit(out, max - sent, MAX_PAYLOAD_BYTES);
            scheduler.update(next);
            next.transmitted();
            if (single) {
                return;
            }
        }
    }

    private void number(SendHalf stream) {
        scheduler.remove(stream);
        StreamEntry entry = stream.entry();
        TransportParameters limitsOfPeer = Objects.requireNonNull(peer);
        long index = entry.uni() ? nextUni++ : nextBidi++;
        entry.id(index << 2 | (entry.uni() ? 2 : 0) | (server ? 1 : 0));
        open.put(entry.id(), entry);
        stream.raise(
                entry.uni()
                        ? limitsOfPeer.initialMaxStreamDataUni()
                        : limitsOfPeer.initialMaxStreamDataBidiRemote());
        if (entry.receive() != null) {
            entry.receive().opened();
        }
    }

    /// The connection has ended: nothing more is sent or told.
    void end() {
        ended = true;
        for (StreamEntry entry : List.copyOf(open.values())) {
            if (entry.receive() != null) {
                entry.receive().drop();
            }
            if (entry.send() != null) {
                entry.send().drop();
            }
        }
        open.clear();
        scheduler.end();
    }
}
