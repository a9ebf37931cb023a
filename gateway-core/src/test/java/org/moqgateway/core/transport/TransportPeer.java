package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsConnection;
import org.moqgateway.core.dtls.DtlsFailure;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsListener;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.dtls.DtlsSettings;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.net.DatagramKind;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.net.PeerHandler;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpSession;

/// A peer of the tests with every part real: what the session driver does, in small. Confined to
/// its loop.
abstract class TransportPeer implements PeerHandler, IceOutput, DtlsListener {

    final CompletableFuture<SrtpKeyingMaterial> keys = new CompletableFuture<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();
    final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
    final BlockingQueue<InetSocketAddress> selections = new LinkedBlockingQueue<>();

    private final DtlsRole role;
    private final DtlsCertificate certificate;
    private final DtlsFingerprint peerFingerprint;
    private volatile @Nullable MediaLoop loop;
    private volatile @Nullable PacketSender sender;
    private volatile @Nullable InetSocketAddress remote;
    private @Nullable DtlsConnection dtls;
    private @Nullable SrtpSession srtp;

    TransportPeer(DtlsRole role, DtlsCertificate certificate, DtlsFingerprint peerFingerprint) {
        this.role = role;
        this.certificate = certificate;
        this.peerFingerprint = peerFingerprint;
    }

    abstract void stun(byte[] buffer, int offset, int length, InetSocketAddress source, long now);

    MediaLoop loop() {
        return Objects.requireNonNull(loop);
    }

    @Override
    public void attached(MediaLoop loop, PacketSender sender) {
        this.loop = loop;
        this.sender = sender;
    }

    @Override
    public void datagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {
        switch (DatagramKind.of(buffer, offset, length)) {
            case STUN -> stun(buffer, offset, length, source, nowNanos);
            case DTLS -> {
                if (dtls != null) {
                    dtls.offer(buffer, offset, length);
                }
            }
            case RTP -> media(buffer, offset, length);
            case RTCP, QUIC, OTHER -> {}
        }
    }

    private void media(byte[] buffer, int offset, int length) {
        if (srtp != null) {
            int plain = srtp.unprotectRtp(buffer, offset, length);
            if (plain > 0) {
                packets.add(Arrays.copyOfRange(buffer, offset, offset + plain));
            }
        }
    }

    /// Sends an RTP packet. Any thread.
    void sendRtp(byte[] packet) {
        loop().execute(
                        () -> {
                            byte[] room =
                                    Arrays.copyOf(
                                            packet, packet.length + SrtpSession.MAX_OVERHEAD_BYTES);
                            int length =
                                    Objects.requireNonNull(srtp).protectRtp(room, 0, packet.length);
                            transmit(room, length, Objects.requireNonNull(remote));
                        });
    }

    byte[] takePacket() throws InterruptedException {
        return Objects.requireNonNull(packets.poll(10, TimeUnit.SECONDS), "no packet came");
    }

    private void transmit(byte[] bytes, int length, InetSocketAddress to) {
        PacketSender out = Objects.requireNonNull(sender);
        out.send(bytes, 0, length, to);
        out.flush();
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        transmit(Arrays.copyOfRange(buffer, offset, offset + length), length, destination);
    }

    @Override
    public void selected(InetSocketAddress address, boolean nominated) {
        remote = address;
        selections.add(address);
        if (dtls == null) {
            List<DtlsFingerprint> theirs = List.of(peerFingerprint);
            dtls = DtlsConnection.start(DtlsSettings.of(role, certificate, theirs), this);
        }
    }

    @Override
    public void validated(InetSocketAddress address) {}

    @Override
    public void restarted(String oldUfrag) {}

    @Override
    public void send(byte[] datagram) {
        transmit(datagram, datagram.length, Objects.requireNonNull(remote));
    }

    @Override
    public void established(SrtpKeyingMaterial material) {
        loop().execute(
                        () -> {
                            srtp = new SrtpSession(material, role == DtlsRole.CLIENT);
                            keys.complete(material);
                        });
    }

    @Override
    public void failed(DtlsFailure reason, String detail) {
        keys.completeExceptionally(new AssertionError(detail));
        ended.complete(reason.name());
    }

    @Override
    public void closed(boolean byPeer) {
        ended.complete(byPeer ? "closed by peer" : "closed");
    }

    void close() {
        loop().execute(
                        () -> {
                            if (dtls != null) {
                                dtls.close();
                            }
                        });
    }
}
