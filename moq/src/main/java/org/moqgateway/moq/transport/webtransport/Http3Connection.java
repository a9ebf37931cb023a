package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.CloseReason;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.ConnectionListener;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.wire.VarInt;

/// One end of an HTTP/3 connection: sorts streams and datagrams and hands them to the sessions.
/// Lives on the raw connection's loop.
abstract class Http3Connection implements ConnectionListener {
    private static final long MIN_LINGER_NANOS = 100_000_000L;
    private static final long LINGER_ROUND_TRIPS = 3;

    private final Connection raw;
    private final QuicLimits limits;
    private final Map<Long, WebTransportSession> sessions = new HashMap<>();
    private final Set<Long> soleStreams = new HashSet<>();
    private final VarIntReader datagramSession = new VarIntReader();
    private @Nullable Settings peerSettings;
    private boolean ended;

    Http3Connection(Connection raw, QuicLimits limits) {
        this.raw = raw;
        this.limits = limits;
    }

    /// Starts the raw connection and says what we can. Once, on the loop.
    void begin(int maxSessions) {
        raw.start(this);
        SendStream control = raw.openUni();
        control.sendOrder(SendStream.CONTROL_ORDER);
        control.write(Settings.opening(maxSessions));
    }

    Connection raw() {
        return raw;
    }

    /// How often something goes out at least; 0 for never.
    long keepAliveNanos() {
        return limits.keepAlive().toNanos();
    }

    /// Whether the raw connection has ended, or we have ended it.
    boolean ended() {
        return ended;
    }

    /// Whether the peer has said that it takes datagrams.
    boolean datagrams() {
        return peerSettings != null && peerSettings.datagrams();
    }

    /// How long the last words of a session may take to arrive.
    long lingerNanos() {
        return Math.max(MIN_LINGER_NANOS, LINGER_ROUND_TRIPS * raw.stats().rttNanos());
    }

    /// The session of this id; null when it is over or was never to be.
    abstract @Nullable WebTransportSession sessionOf(long id) throws Http3Exception;

    /// A stream of the peer that begins with a frame.
    abstract StreamReader request(BidiStream stream, long frameType) throws Http3Exception;

    /// The peer's settings are known.
    abstract void ready(Settings settings);

    /// A session is over; it is not among [#sessions] any more.
    abstract void over(WebTransportSession session, CloseReason reason);

    /// The raw connection has ended.
    abstract void lost(CloseReason reason);

    /// The sessions that are not over, by id.
    Map<Long, WebTransportSession> sessions() {
        return sessions;
    }

    void settings(Settings settings) {
        peerSettings = settings;
        ready(settings);
    }

    void criticalStreamClosed() {
        violated(new Http3Exception(Http3.CLOSED_CRITICAL_STREAM, "critical stream closed"));
    }

    /// Ends everything because of what the peer did.
    void violated(Http3Exception violation) {
        end(violation.code(), String.valueOf(violation.getMessage()));
    }

    /// Ends the raw connection. Idempotent.
    void end(long http3Code, String reason) {
        if (!ended) {
            ended = true;
            raw.close(http3Code, reason);
        }
    }

    void sessionOver(WebTransportSession session, CloseReason reason) {
        sessions.remove(session.id(), session);
        over(session, reason);
    }

    @Override
    public void uniStream(ReceiveStream stream) {
        stream.reader(new StreamOpening(Http3.WEBTRANSPORT_UNI, new UniSorter(stream)));
    }

    @Override
    public void bidiStream(BidiStream stream) {
        stream.reader(new StreamOpening(Http3.WEBTRANSPORT_BIDI, new BidiSorter(stream)));
    }

    @Override
    public void datagram(ByteBuffer datagram) {
        long quarter = datagramSession.read(datagram);
        if (quarter == VarInt.INCOMPLETE || quarter > VarInt.MAX_VALUE / 4) {
            violated(new Http3Exception(Http3.ID_ERROR, "datagram without a session"));
            return;
        }
        WebTransportSession session = sessions.get(quarter * 4);
        if (session != null) {
            session.arrived(datagram);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        ended = true;
        CloseReason translated = translated(reason);
        for (WebTransportSession session : new ArrayList<>(sessions.values())) {
            session.end(translated);
        }
        lost(translated);
    }

    /// What the end of the raw connection means for a session.
    private static CloseReason translated(CloseReason reason) {
        if (reason.by() != CloseReason.By.PEER) {
            return new CloseReason(CloseReason.By.TRANSPORT, 0, reason.reason());
        }
        if (ErrorCodes.isApplication(reason.code()) || reason.code() == Http3.NO_ERROR) {
            return new CloseReason(
                    CloseReason.By.PEER, ErrorCodes.fromHttp3(reason.code()), reason.reason());
        }
        return new CloseReason(
                CloseReason.By.TRANSPORT,
                0,
                "HTTP/3 error 0x" + Long.toHexString(reason.code()) + " " + reason.reason());
    }

    private @Nullable WebTransportSession find(long id) throws Http3Exception {
        if ((id & 3) != 0) {
            throw new Http3Exception(Http3.ID_ERROR, "no session can have the id " + id);
        }
        return ended ? null : sessionOf(id);
    }

    private StreamReader criticalStream(long type) throws Http3Exception {
        if (!soleStreams.add(type)) {
            throw new Http3Exception(Http3.STREAM_CREATION_ERROR, "second stream of type " + type);
        }
        return type == Http3.STREAM_CONTROL ? new ControlStream(this) : new QpackStream(this);
    }

    /// Sorts a stream in one direction.
    private final class UniSorter implements StreamOpening.Sorter {
        private final ReceiveStream stream;

        UniSorter(ReceiveStream stream) {
            this.stream = stream;
        }

        @Override
        public StreamReader sort(long type, long sessionId) throws Http3Exception {
            if (type == Http3.WEBTRANSPORT_UNI) {
                WebTransportSession session = find(sessionId);
                if (session != null) {
                    return session.arrived(stream);
                }
                stream.stop(Http3.SESSION_GONE);
                return StreamOpening.IGNORE;
            }
            if (type == Http3.STREAM_CONTROL
                    || type == Http3.STREAM_QPACK_ENCODER
                    || type == Http3.STREAM_QPACK_DECODER) {
                return criticalStream(type);
            }
            if (type == Http3.STREAM_PUSH) {
                throw new Http3Exception(Http3.STREAM_CREATION_ERROR, "push without leave");
            }
            stream.stop(Http3.STREAM_CREATION_ERROR);
            return StreamOpening.IGNORE;
        }

        @Override
        public void cutOff() {}

        @Override
        public void violated(Http3Exception violation) {
            Http3Connection.this.violated(violation);
        }
    }

    /// Sorts a stream in both directions.
    private final class BidiSorter implements StreamOpening.Sorter {
        private final BidiStream stream;

        BidiSorter(BidiStream stream) {
            this.stream = stream;
        }

        @Override
        public StreamReader sort(long type, long sessionId) throws Http3Exception {
            if (type != Http3.WEBTRANSPORT_BIDI) {
                return request(stream, type);
            }
            WebTransportSession session = find(sessionId);
            if (session != null) {
                return session.arrived(stream);
            }
            stream.stop(Http3.SESSION_GONE);
            stream.reset(Http3.SESSION_GONE);
            return StreamOpening.IGNORE;
        }

        @Override
        public void cutOff() {
            stream.reset(Http3.REQUEST_INCOMPLETE);
        }

        @Override
        public void violated(Http3Exception violation) {
            Http3Connection.this.violated(violation);
        }
    }
}
