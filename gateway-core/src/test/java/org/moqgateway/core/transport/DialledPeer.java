package org.moqgateway.core.transport;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerConnectionConfig;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// One end of a dialled connection: a transport, DTLS, and a packet each 20 ms when connected.
final class DialledPeer implements PeerMedia, AutoCloseable {
    static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate();
    private static final long INTERVAL_NANOS = 20_000_000L;

    final IceTransport transport;
    final PeerConnection connection;
    final CompletableFuture<Void> connected = new CompletableFuture<>();
    final CompletableFuture<PeerEnd> ended = new CompletableFuture<>();
    final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
    final AtomicInteger received = new AtomicInteger();
    private final boolean sends;
    private @Nullable MediaOut out;
    private @Nullable MediaLoop home;
    private long dueNanos = Long.MAX_VALUE;
    private int sequenceNumber;

    DialledPeer(IceTransport transport, DtlsRole role, boolean sends) {
        this.transport = transport;
        this.sends = sends;
        connection =
                new PeerConnection(
                        new PeerConnectionConfig(
                                role.name(),
                                transport.side(),
                                role,
                                CERTIFICATE,
                                List.of(CERTIFICATE.fingerprint()),
                                System.nanoTime()),
                        this,
                        () -> {});
        transport.carry(connection);
    }

    @Override
    public void connected(MediaOut way, MediaLoop loop, long nowNanos) {
        out = way;
        home = loop;
        if (sends) {
            dueNanos = nowNanos;
        }
        connected.complete(null);
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        received.incrementAndGet();
        arrivals.add(nowNanos);
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        throw new AssertionError("nobody sends RTCP");
    }

    @Override
    public void onTimer(long nowNanos) {
        MediaOut way = out;
        if (way != null && nowNanos >= dueNanos) {
            byte[] packet = new byte[12 + 40 + MediaOut.TAILROOM_BYTES];
            packet[0] = (byte) 0x80;
            packet[1] = 96;
            packet[2] = (byte) (sequenceNumber >> 8);
            packet[3] = (byte) sequenceNumber++;
            packet[11] = 7;
            way.sendRtp(packet, 0, 52);
            dueNanos = nowNanos + INTERVAL_NANOS;
        }
    }

    @Override
    public long nextDeadlineNanos() {
        return dueNanos;
    }

    @Override
    public void closed(PeerEnd end) {
        ended.complete(end);
    }

    /// Waits until the loop has done what it was given before. Once connected.
    void awaitLoop() {
        MediaLoop loop = Objects.requireNonNull(home);
        CompletableFuture.runAsync(() -> {}, loop::execute).orTimeout(10, TimeUnit.SECONDS).join();
    }

    void awaitPackets(int more) throws InterruptedException {
        arrivals.clear();
        for (int i = 0; i < more; i++) {
            if (arrivals.poll(10, TimeUnit.SECONDS) == null) {
                throw new AssertionError("no packet came; ended: " + connection.ending());
            }
        }
    }

    @Override
    public void close() {
        connection.close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "test"));
        ended.orTimeout(10, TimeUnit.SECONDS).join();
        transport.close();
    }
}
