package org.moqgateway.core.dtls;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;

/// One end of a test connection: remembers what it was told and sends where it is told to.
final class DtlsPeer implements DtlsListener {

    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private volatile Consumer<byte[]> wire = datagram -> {};
    private volatile @Nullable DtlsConnection connection;

    record Failed(DtlsFailure reason) {}

    record Closed(boolean byPeer) {}

    DtlsPeer start(DtlsSettings settings) {
        connection = DtlsConnection.start(settings, this);
        return this;
    }

    static DtlsSettings settings(DtlsRole role, DtlsCertificate own, DtlsFingerprint peer) {
        return new DtlsSettings(
                role, own, List.of(peer), Duration.ofSeconds(20), Duration.ofMillis(50), 1200);
    }

    /// Where datagrams go; called on the connection's thread.
    void wire(Consumer<byte[]> target) {
        wire = target;
    }

    /// Hands the datagram to the connection, as the one loop of this end.
    synchronized DtlsVerdict offer(byte[] datagram) {
        DtlsConnection to = connection;
        return to == null ? DtlsVerdict.CLOSED : to.offer(datagram, 0, datagram.length);
    }

    DtlsConnection connection() {
        DtlsConnection started = connection;
        if (started == null) {
            throw new AssertionError("not started");
        }
        return started;
    }

    Object next() throws InterruptedException {
        Object event = events.poll(25, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing happened");
        }
        return event;
    }

    SrtpKeyingMaterial keys() throws InterruptedException {
        return next() instanceof SrtpKeyingMaterial keys ? keys : failed();
    }

    private static SrtpKeyingMaterial failed() {
        throw new AssertionError("no keys");
    }

    @Override
    public void send(byte[] datagram) {
        wire.accept(datagram);
    }

    @Override
    public void established(SrtpKeyingMaterial keys) {
        events.add(keys);
    }

    @Override
    public void failed(DtlsFailure reason, String detail) {
        events.add(new Failed(reason));
    }

    @Override
    public void closed(boolean byPeer) {
        events.add(new Closed(byPeer));
    }
}
