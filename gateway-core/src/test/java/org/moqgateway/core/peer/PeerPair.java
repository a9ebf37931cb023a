package org.moqgateway.core.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.netem.VirtualLoop;

/// Two peer connections on one virtual loop, joined by memory. ICE and the timers run in virtual
/// time; the DTLS handshakes run on their own threads, whose tasks the pair waits for.
final class PeerPair {
    private static final int ROOM_BYTES = 64;
    private static final long STEP_NANOS = 1_000_000L;
    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate();

    final VirtualLoop loop = new VirtualLoop(3_000_000_000L);
    final RecordingMedia serverMedia;
    final RecordingMedia clientMedia = new RecordingMedia();
    final PeerConnection server;
    final PeerConnection client;
    final Place place = new Place();
    final InetSocketAddress serverAddress =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001);
    final InetSocketAddress clientAddress =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1002);
    private int serverFinished;
    private int clientFinished;

    PeerPair() {
        this(new RecordingMedia());
    }

    PeerPair(RecordingMedia serverMedia) {
        this.serverMedia = serverMedia;
        IceCredentials ours = IceCredentials.random();
        IceControllingAgent agent = new IceControllingAgent(IceCredentials.random(), ours, 1);
        agent.addRemoteCandidate(serverAddress);
        server =
                connection(
                        new IceSide.Lite(new IceLiteAgent(ours)),
                        DtlsRole.SERVER,
                        serverMedia,
                        () -> serverFinished++);
        server.open(place);
        client =
                connection(
                        new IceSide.Controlling(agent),
                        DtlsRole.CLIENT,
                        clientMedia,
                        () -> clientFinished++);
    }

    private PeerConnection connection(
            IceSide ice, DtlsRole role, PeerMedia media, Runnable onFinished) {
        return new PeerConnection(
                new PeerConnectionConfig(
                        role.name(),
                        ice,
                        role,
                        CERTIFICATE,
                        List.of(CERTIFICATE.fingerprint()),
                        loop.nowNanos()),
                media,
                onFinished);
    }

    int serverFinished() {
        return serverFinished;
    }

    int clientFinished() {
        return clientFinished;
    }

    /// Pins both to the loop; the client begins to check.
    PeerPair attach() {
        server.attached(loop, new Sender(serverAddress));
        client.attached(loop, new Sender(clientAddress));
        return this;
    }

    /// Lets virtual time pass until something is so, at most ten seconds of real time.
    PeerPair until(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 10_000 && !done.getAsBoolean(); i++) {
            loop.advance(STEP_NANOS);
            if (!done.getAsBoolean()) {
                loop.awaitTask(1);
            }
        }
        if (!done.getAsBoolean()) {
            throw new AssertionError(
                    "server %s %s, client %s %s"
                            .formatted(
                                    server.state(),
                                    server.ending(),
                                    client.state(),
                                    client.ending()));
        }
        return this;
    }

    PeerPair connect() throws InterruptedException {
        return attach().until(() -> serverMedia.connections() > 0 && clientMedia.connections() > 0);
    }

    /// Delivers a datagram to the server.
    void toServer(byte[] datagram) {
        deliver(server, datagram, clientAddress);
    }

    private void deliver(PeerConnection to, byte[] datagram, InetSocketAddress source) {
        byte[] buffer = Arrays.copyOf(datagram, datagram.length + ROOM_BYTES);
        to.datagram(buffer, 0, datagram.length, source, loop.nowNanos());
    }

    /// The way out of one side, which is the way into the other.
    private final class Sender implements PacketSender {
        private final InetSocketAddress own;

        Sender(InetSocketAddress own) {
            this.own = own;
        }

        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
            byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
            PeerConnection to = destination.equals(serverAddress) ? server : client;
            loop.execute(() -> deliver(to, copy, own));
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }
    }

    /// The server's place in the mux.
    static final class Place implements UdpMux.Registration {
        final Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        private @Nullable Runnable onBind;
        private int closed;

        /// Runs something at the next address that is bound.
        void onBind(Runnable action) {
            onBind = action;
        }

        int closed() {
            return closed;
        }

        @Override
        public void bindAddress(InetSocketAddress address) {
            addresses.add(address);
            Runnable action = onBind;
            onBind = null;
            if (action != null) {
                action.run();
            }
        }

        @Override
        public void unbindAddress(InetSocketAddress address) {
            addresses.remove(address);
        }

        @Override
        public void addUfrag(String localUfrag) {}

        @Override
        public void removeUfrag(String localUfrag) {}

        @Override
        public void close() {
            closed++;
        }
    }
}
