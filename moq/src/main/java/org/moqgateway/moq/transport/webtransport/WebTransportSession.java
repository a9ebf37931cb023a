package org.moqgateway.moq.transport.webtransport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.PathStats;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.TransportLoop;

/// A WebTransport session: the streams and datagrams of an HTTP/3 connection that bear its id.
///
/// It may exist before its CONNECT is read or answered, because streams overtake each other; until
/// [#start] what comes is kept within bounds.
final class WebTransportSession implements Connection {
    private static final int MAX_HELD_STREAMS = 64;
    private static final int MAX_HELD_BYTES = 128 * 1024;
    private static final int MAX_HELD_DATAGRAMS = 64;

    private final Http3Connection http;
    private final Connection raw;
    private final long id;
    private final byte[] uniPrefix;
    private final byte[] bidiPrefix;
    private final byte[] datagramPrefix;
    private final Set<SessionSendStream> sending = new HashSet<>();
    private final Set<SessionReceiveStream> receiving = new HashSet<>();
    private final Deque<ReceiveStream> held = new ArrayDeque<>();
    private final Deque<ByteBuffer> heldDatagrams = new ArrayDeque<>();
    private ByteBuffer datagramOut = ByteBuffer.allocate(1500);
    private volatile String protocol = "";
    private volatile @Nullable String target;
    private @Nullable BidiStream connect;
    private @Nullable ConnectionListener listener;
    private @Nullable CloseReason ending;
    private boolean started;
    private TransportLoop.@Nullable Timer keepAlive;

    WebTransportSession(Http3Connection http, long id) {
        this.http = http;
        this.raw = http.raw();
        this.id = id;
        this.uniPrefix = Bytes.streamPrefix(Http3.WEBTRANSPORT_UNI, id);
        this.bidiPrefix = Bytes.streamPrefix(Http3.WEBTRANSPORT_BIDI, id);
        this.datagramPrefix = Bytes.datagramPrefix(id);
    }

    long id() {
        return id;
    }

    /// Whether its CONNECT has come or gone out.
    boolean asked() {
        return connect != null;
    }

    /// Its CONNECT has come or gone out.
    void asked(BidiStream connectStream, String requestTarget) {
        connect = connectStream;
        target = requestTarget;
    }

    /// The protocol is agreed. Any thread.
    void agreed(String agreedProtocol) {
        protocol = agreedProtocol;
    }

    boolean ended() {
        return ending != null;
    }

    @Override
    public TransportKind kind() {
        return TransportKind.WEBTRANSPORT;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public @Nullable String target() {
        return target;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return raw.remoteAddress();
    }

    @Override
    public TransportLoop loop() {
        return raw.loop();
    }

    @Override
    public void start(ConnectionListener connectionListener) {
        listener = connectionListener;
        loop().execute(() -> deliverHeld(connectionListener));
    }

    private void deliverHeld(ConnectionListener to) {
        started = true;
        if (ending != null) {
            to.closed(ending);
            return;
        }
        keepAlive();
        for (ReceiveStream stream = held.poll(); stream != null; stream = held.poll()) {
            give(to, stream);
        }
        for (ByteBuffer datagram = heldDatagrams.poll();
                datagram != null;
                datagram = heldDatagrams.poll()) {
            to.datagram(datagram);
        }
    }

    /// Neither side's idle timer shall end a connection on which nobody has anything to say.
    private void keepAlive() {
        if (http.keepAliveNanos() > 0) {
            keepAlive = loop().schedule(this::sayNothing, http.keepAliveNanos());
        }
    }

    private void sayNothing() {
        if (ending == null && connect != null) {
            connect.write(Bytes.nothing());
            keepAlive();
        }
    }

    private static void give(ConnectionListener to, ReceiveStream stream) {
        if (stream instanceof SessionBidiStream bidi) {
            to.bidiStream(bidi);
        } else {
            to.uniStream(stream);
        }
    }

    @Override
    public SendStream openUni() {
        SendStream stream = raw.openUni();
        stream.write(uniPrefix);
        return sending(new SessionSendStream(this, stream));
    }

    @Override
    public BidiStream openBidi() {
        BidiStream stream = raw.openBidi();
        stream.write(bidiPrefix);
        SessionBidiStream session = sending(new SessionBidiStream(this, stream));
        if (ending == null) {
            receiving.add(session.receiving());
        }
        stream.reader(session.receiving());
        return session;
    }

    private <T extends SessionSendStream> T sending(T stream) {
        if (ending == null) {
            sending.add(stream);
        } else {
            stream.abandon();
        }
        return stream;
    }

    /// A stream of the peer's; what follows its prefix goes to the answer.
    StreamReader arrived(ReceiveStream stream) {
        SessionReceiveStream session = new SessionReceiveStream(this, stream);
        receiving.add(session);
        arrived(session, session);
        return session;
    }

    /// Likewise in both directions.
    StreamReader arrived(BidiStream stream) {
        SessionBidiStream session = new SessionBidiStream(this, stream);
        sending.add(session);
        receiving.add(session.receiving());
        arrived(session, session.receiving());
        return session.receiving();
    }

    private void arrived(ReceiveStream stream, SessionReceiveStream part) {
        if (listener != null && started) {
            give(listener, stream);
        } else {
            held.add(stream);
            if (held.size() > MAX_HELD_STREAMS) {
                refuse(part);
            }
        }
    }

    /// A datagram of the peer's, without its prefix.
    void arrived(ByteBuffer datagram) {
        if (listener != null && started) {
            listener.datagram(datagram);
        } else if (heldDatagrams.size() < MAX_HELD_DATAGRAMS) {
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            heldDatagrams.add(ByteBuffer.wrap(copy));
        }
    }

    /// Whether a stream that nobody reads yet may keep so many bytes more.
    boolean mayHold(int bytes) {
        long sum = bytes;
        for (SessionReceiveStream stream : receiving) {
            sum += stream.heldBytes();
        }
        return sum <= MAX_HELD_BYTES;
    }

    /// Turns away a stream that was to be held.
    void refuse(SessionReceiveStream stream) {
        receiving.remove(stream);
        stream.abandon(Http3.BUFFERED_STREAM_REJECTED);
        held.removeIf(
                other -> {
                    if (other instanceof SessionBidiStream bidi && bidi.receiving() == stream) {
                        sending.remove(bidi);
                        bidi.abandon();
                        return true;
                    }
                    return other == stream;
                });
    }

    void forget(SessionSendStream stream) {
        sending.remove(stream);
    }

    void forget(SessionReceiveStream stream) {
        receiving.remove(stream);
    }

    @Override
    public int maxDatagramBytes() {
        return http.datagrams() && ending == null
                ? Math.max(0, raw.maxDatagramBytes() - datagramPrefix.length)
                : 0;
    }

    @Override
    public boolean sendDatagram(ByteBuffer datagram) {
        if (datagram.remaining() > maxDatagramBytes()) {
            return false;
        }
        int length = datagramPrefix.length + datagram.remaining();
        if (length > datagramOut.capacity()) {
            datagramOut = ByteBuffer.allocate(length);
        }
        datagramOut.clear().put(datagramPrefix).put(datagram).flip();
        return raw.sendDatagram(datagramOut);
    }

    @Override
    public PathStats stats() {
        return raw.stats();
    }

    @Override
    public void close(long code, String reason) {
        loop().execute(() -> closeNow(code, CloseReason.shortened(reason)));
    }

    private void closeNow(long code, String reason) {
        if (ending != null) {
            return;
        }
        if (connect != null) {
            connect.write(Bytes.closeSession(code, reason));
            connect.finish();
        }
        end(new CloseReason(CloseReason.By.LOCAL, code, reason));
    }

    /// The peer ended the session, with a capsule or by finishing the CONNECT stream.
    void closedByPeer(long code, String reason) {
        if (ending == null && connect != null) {
            connect.finish();
        }
        end(new CloseReason(CloseReason.By.PEER, code, reason));
    }

    /// Ends the session without telling the peer more than each stream's end.
    void end(CloseReason reason) {
        if (ending != null) {
            return;
        }
        ending = reason;
        if (keepAlive != null) {
            keepAlive.cancel();
        }
        receiving.forEach(SessionReceiveStream::silence);
        if (reason.by() == CloseReason.By.LOCAL && connect != null) {
            // What the peer hears first should be the code, not the end of a stream.
            loop().schedule(this::abandonStreams, http.lingerNanos());
        } else {
            abandonStreams();
        }
        held.clear();
        http.sessionOver(this, reason);
        if (listener != null && started) {
            listener.closed(reason);
        }
    }

    private void abandonStreams() {
        new ArrayList<>(sending).forEach(SessionSendStream::abandon);
        new ArrayList<>(receiving).forEach(stream -> stream.abandon(Http3.SESSION_GONE));
        sending.clear();
        receiving.clear();
    }
}
