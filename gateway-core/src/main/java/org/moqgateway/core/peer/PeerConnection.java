package org.moqgateway.core.peer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsConnection;
import org.moqgateway.core.dtls.DtlsFailure;
import org.moqgateway.core.dtls.DtlsListener;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.dtls.DtlsSettings;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.ice.IceVerdict;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.net.PeerHandler;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The transport of one peer: ICE, then DTLS, then SRTP, over one UDP port (RFC 8834, RFC 5764).
///
/// Everything but [#close], [#confined] and the snapshots runs on the loop that the first
/// datagram pins the peer to. The DTLS handshake runs on a virtual thread and reports back
/// through the loop.
public final class PeerConnection implements PeerHandler, MediaOut {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

    /// How long a silent peer keeps its address from others: longer than a consent interval (4 to
    /// 6 s, RFC 7675 §5.1), for peers that send nothing else.
    private static final long HOLD_NANOS = 7_000_000_000L;

    /// How far the connection has come.
    public enum State {
        /// Entered at the start; left for HANDSHAKING by the first authenticated STUN request.
        WAITING,
        /// ICE has a path; left for CONNECTED when DTLS is done and the fingerprint verified.
        HANDSHAKING,
        /// Media may flow; left for CLOSED only.
        CONNECTED,
        /// Terminal, entered from any state by [PeerConnection#close] or a failure.
        CLOSED
    }

    private final PeerConnectionConfig config;
    private final PeerMedia media;
    private final IceOutput iceOutput = new IceEvents();
    private final AtomicReference<@Nullable PeerEnd> end = new AtomicReference<>();
    private final Object attachment = new Object();
    private final AtomicBoolean released = new AtomicBoolean();
    private final Runnable onFinished;

    private volatile State state = State.WAITING;
    private volatile long lastAliveNanos;
    private volatile @Nullable InetSocketAddress remote;
    private volatile @Nullable MediaLoop loop;
    private volatile @Nullable PacketSender sender;
    private volatile @Nullable DtlsConnection dtls;
    private volatile UdpMux.@Nullable Registration registration;
    private volatile boolean dtlsEnded;

    private final SecuredMedia secured;
    private @Nullable Cancellable timer;
    private long timerNanos = Long.MAX_VALUE;

    private long bytesReceived;
    private long bytesSent;
    private volatile PeerCounters counters = new PeerCounters(0, 0, 0, 0, 0, 0);

    /// @param config both descriptions' facts
    /// @param media what is done with the media
    /// @param onFinished run once, last, when nothing of the connection is left; on the loop, or on
    ///     the closing thread when the peer never sent a datagram
    public PeerConnection(PeerConnectionConfig config, PeerMedia media, Runnable onFinished) {
        this.config = config;
        this.onFinished = onFinished;
        this.media = media;
        this.secured = new SecuredMedia(media);
        this.lastAliveNanos = config.createdNanos();
    }

    /// Tells its place in the mux; called once, before the peer can know our credentials.
    ///
    /// @param place closed when this connection ends
    public void open(UdpMux.Registration place) {
        registration = place;
    }

    /// The state now.
    public State state() {
        return state;
    }

    /// The one way from state to state; false once closed, which any thread may do at any moment.
    private synchronized boolean enter(State next) {
        if (state == State.CLOSED) {
            return false;
        }
        state = next;
        return true;
    }

    /// How it ended, once the state is CLOSED.
    public @Nullable PeerEnd ending() {
        return end.get();
    }

    /// When the session began.
    public long createdNanos() {
        return config.createdNanos();
    }

    /// When the peer last proved to be there: an authenticated STUN request, RTP or RTCP packet.
    public long lastAliveNanos() {
        return lastAliveNanos;
    }

    /// Where the peer is reached now.
    public @Nullable InetSocketAddress remote() {
        return remote;
    }

    /// The loop that the peer is pinned to; null before its first datagram.
    public @Nullable MediaLoop loop() {
        return loop;
    }

    /// The counters, at most a second old.
    public PeerCounters counters() {
        return counters;
    }

    /// The registration in the mux, for an ICE restart.
    public UdpMux.@Nullable Registration registration() {
        return registration;
    }

    @Override
    public void attached(MediaLoop pinned, PacketSender out) {
        synchronized (attachment) {
            sender = out;
            loop = pinned;
        }
        if (config.ice().nextDeadlineNanos() != Long.MAX_VALUE) {
            reschedule(pinned.nowNanos());
        }
    }

    /// Runs an action where nothing else of this connection runs: on its loop or, before it has
    /// one, on the calling thread. Waits for it; control plane only.
    ///
    /// @return false if the loop did not come to it in time (it may still do)
    public boolean confined(Runnable action, Duration atMost) {
        MediaLoop pinned;
        synchronized (attachment) {
            pinned = loop;
            if (pinned == null) {
                action.run();
                return true;
            }
        }
        CountDownLatch done = new CountDownLatch(1);
        pinned.execute(
                () -> {
                    action.run();
                    done.countDown();
                });
        try {
            return done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void datagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {
        if (state == State.CLOSED || length == 0) {
            return;
        }
        bytesReceived += length;
        int first = buffer[offset] & 0xff;
        if (first < 4) {
            stun(new IceSide.Datagram(buffer, offset, length, source, nowNanos));
        } else if (first >= 128 && first < 192) {
            secured(buffer, offset, length, nowNanos);
        } else if (first >= 20 && first < 64) {
            handshake(buffer, offset, length);
        } else {
            secured.countUnexpected();
        }
        reschedule(nowNanos);
    }

    @Override
    public boolean holds(InetSocketAddress address) {
        MediaLoop pinned = loop;
        return pinned != null
                && state == State.CONNECTED
                && address.equals(remote)
                && pinned.nowNanos() - lastAliveNanos < HOLD_NANOS;
    }

    private void stun(IceSide.Datagram datagram) {
        IceVerdict verdict = config.ice().handle(datagram, iceOutput);
        if (verdict == IceVerdict.ANSWERED || verdict == IceVerdict.RESPONSE_ACCEPTED) {
            lastAliveNanos = datagram.nowNanos();
        }
        UdpMux.Registration place = registration;
        if (verdict == IceVerdict.ANSWERED && place != null) {
            // Each time, since another peer may have held the address or taken it.
            place.bindAddress(datagram.source());
        }
        PacketSender out = sender;
        if (out != null) {
            out.flush();
        }
    }

    /// Tells where the peer is reached, now or from now on: the word of a transport with
    /// [IceSide.Full]. On the loop.
    public void reached(InetSocketAddress address) {
        if (state != State.CLOSED) {
            iceOutput.selected(address, true);
        }
    }

    /// Tells that the peer proved to be there, by an authenticated STUN message that [IceSide.Full]
    /// kept from us. On the loop.
    public void heard(long nowNanos) {
        lastAliveNanos = nowNanos;
    }

    private void handshake(byte[] buffer, int offset, int length) {
        DtlsConnection connection = dtls;
        if (connection == null) {
            secured.countUnexpected();
        } else {
            connection.offer(buffer, offset, length);
        }
    }

    private void secured(byte[] buffer, int offset, int length, long nowNanos) {
        if (state == State.HANDSHAKING) {
            secured.keep(buffer, offset, length);
        } else if (secured.receive(buffer, offset, length, nowNanos)) {
            lastAliveNanos = nowNanos;
        }
    }

    private void startHandshake() {
        if (!enter(State.HANDSHAKING)) {
            return;
        }
        DtlsConnection connection =
                DtlsConnection.start(
                        DtlsSettings.of(
                                config.dtlsRole(), config.certificate(), config.peerFingerprints()),
                        new DtlsEvents());
        dtls = connection;
        if (end.get() != null) {
            connection.close();
        }
    }

    private void established(SrtpKeyingMaterial keys) {
        MediaLoop pinned = loop;
        if (pinned == null || !enter(State.CONNECTED)) {
            return;
        }
        secured.start(new SrtpSession(keys, config.dtlsRole() == DtlsRole.CLIENT));
        long now = pinned.nowNanos();
        LOG.debug("{} connected to {} with {}", config.name(), remote, keys.profile());
        media.connected(this, pinned, now);
        secured.releaseEarly(now);
        flush();
        reschedule(now);
    }

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
        transmit(buffer, offset, secured.protectRtp(buffer, offset, length));
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
        transmit(buffer, offset, secured.protectRtcp(buffer, offset, length));
    }

    private void transmit(byte[] buffer, int offset, int length) {
        PacketSender out = sender;
        InetSocketAddress to = remote;
        if (length > 0 && out != null && to != null && state != State.CLOSED) {
            bytesSent += length;
            out.send(buffer, offset, length, to);
        }
    }

    @Override
    public void flush() {
        PacketSender out = sender;
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void end(PeerEnd why) {
        close(why);
    }

    @Override
    public void wake(long nowNanos) {
        reschedule(nowNanos);
    }

    private void reschedule(long nowNanos) {
        MediaLoop pinned = loop;
        if (pinned == null || state == State.CLOSED) {
            return;
        }
        long deadline = Math.min(media.nextDeadlineNanos(), config.ice().nextDeadlineNanos());
        if (deadline >= timerNanos) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = deadline;
        // Compared first: the difference overflows for a deadline of "at once".
        timer = pinned.schedule(this::tick, deadline <= nowNanos ? 0 : deadline - nowNanos);
    }

    private void tick() {
        timer = null;
        timerNanos = Long.MAX_VALUE;
        MediaLoop pinned = loop;
        if (state == State.CLOSED || pinned == null) {
            return;
        }
        long now = pinned.nowNanos();
        config.ice().onTimer(now, iceOutput);
        if (config.ice().failed()) {
            close(
                    remote == null
                            ? new PeerEnd(PeerEnd.Reason.NEVER_CONNECTED, "no candidate answers")
                            : new PeerEnd(PeerEnd.Reason.VANISHED, "no answer to ICE checks"));
            return;
        }
        if (state == State.CONNECTED) {
            media.onTimer(now);
        }
        flush();
        counters = snapshot();
        reschedule(now);
    }

    /// Ends the connection: close_notify to the peer, then its place in the mux is given up. Any
    /// thread; the first reason stays.
    public void close(PeerEnd why) {
        if (!end.compareAndSet(null, why)) {
            return;
        }
        enter(State.CLOSED);
        DtlsConnection connection = dtls;
        if (connection == null || dtlsEnded) {
            release();
        } else {
            connection.close();
        }
    }

    private void dtlsEnded(PeerEnd why) {
        // Set before the end is looked at, as close() sets the end before it looks at this: one of
        // the two sees the other's mark, so that the place is always given up.
        dtlsEnded = true;
        if (end.get() == null) {
            close(why);
        } else {
            release();
        }
    }

    private void release() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        MediaLoop pinned = loop;
        if (pinned == null) {
            finish();
        } else {
            // Behind the close_notify that the DTLS thread has handed to the loop: the port carries
            // nothing for a peer that has given up its place.
            pinned.execute(this::finish);
        }
    }

    private void finish() {
        UdpMux.Registration place = registration;
        if (place != null) {
            place.close();
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        secured.clear();
        counters = snapshot();
        media.closed(Objects.requireNonNull(end.get()));
        onFinished.run();
    }

    private PeerCounters snapshot() {
        return secured.counters(bytesReceived, bytesSent);
    }

    /// What the ICE agent wants, on the loop.
    private final class IceEvents implements IceOutput {
        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
            PacketSender out = sender;
            if (out != null) {
                bytesSent += length;
                out.send(buffer, offset, length, destination);
            }
        }

        @Override
        public void validated(InetSocketAddress address) {
            // Bound with each authenticated request.
        }

        @Override
        public void selected(InetSocketAddress address, boolean nominated) {
            InetSocketAddress before = remote;
            remote = address;
            if (before != null && !before.equals(address)) {
                LOG.debug("{} moved from {} to {}", config.name(), before, address);
            }
            if (dtls == null) {
                startHandshake();
            }
        }

        @Override
        public void restarted(String oldUfrag) {
            UdpMux.Registration place = registration;
            if (place != null) {
                place.removeUfrag(oldUfrag);
            }
        }
    }

    /// What the DTLS thread reports.
    private final class DtlsEvents implements DtlsListener {
        @Override
        public void send(byte[] datagram) {
            PacketSender out = sender;
            InetSocketAddress to = remote;
            if (out != null && to != null) {
                out.send(datagram, 0, datagram.length, to);
                out.flush();
            }
        }

        @Override
        public void established(SrtpKeyingMaterial keys) {
            MediaLoop pinned = loop;
            if (pinned != null) {
                pinned.execute(() -> PeerConnection.this.established(keys));
            }
        }

        @Override
        public void failed(DtlsFailure reason, String detail) {
            dtlsEnded(
                    new PeerEnd(
                            PeerEnd.Reason.HANDSHAKE_FAILED,
                            "DTLS: " + reason + (detail.isEmpty() ? "" : ", " + detail)));
        }

        @Override
        public void closed(boolean byPeer) {
            dtlsEnded(
                    new PeerEnd(
                            byPeer ? PeerEnd.Reason.CLOSED_BY_PEER : PeerEnd.Reason.CLOSED_HERE,
                            byPeer ? "DTLS close_notify" : "closed"));
        }
    }
}
