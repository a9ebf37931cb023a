package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.AddressScope;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.net.PeerHandler;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.net.UdpMuxConfig;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;
import org.moqgateway.core.transport.IceTransport;
import org.moqgateway.core.transport.IceTransportSettings;

/// A way with one UDP socket and host candidates alone, controlling. Servers are not asked.
final class SocketTransport implements IceTransport {
    private final IceTransportSettings settings;
    private final IceCredentials local = IceCredentials.random();
    private final Slot slot = new Slot();
    private final UdpMux socket;
    private final List<Candidate> candidates;
    private final List<String> refused = new ArrayList<>();
    private @Nullable IceControllingAgent agent;

    SocketTransport(MediaLoops loops, IceTransportSettings settings) throws IOException {
        this.settings = settings;
        this.socket =
                UdpMux.bindSingle(loops, UdpMuxConfig.of(new InetSocketAddress(0)), slot);
        List<InetSocketAddress> addresses = new ArrayList<>(socket.hostAddresses());
        if (settings.loopbackAllowed()) {
            addresses.add(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.port()));
        }
        List<Candidate> hosts = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            hosts.add(Candidate.host(address, hosts.size()));
        }
        this.candidates = List.copyOf(hosts);
    }

    @Override
    public IceParameters local() {
        return new IceParameters(local.ufrag(), local.password());
    }

    @Override
    public List<Candidate> candidates() {
        return candidates;
    }

    @Override
    public boolean awaitGathered(Duration atMost) {
        return true;
    }

    @Override
    public void addServers(List<IceServer> servers) {
        // Host candidates alone.
    }

    @Override
    public void onCandidate(Consumer<Candidate> listener) {
        // All are known from the start.
    }

    @Override
    public synchronized void start(IceParameters remote, boolean lite, List<Candidate> theirs) {
        agent =
                new IceControllingAgent(
                        local,
                        new IceCredentials(remote.ufrag(), remote.password()),
                        SessionRandom.originId());
        addRemoteCandidates(theirs);
    }

    @Override
    public synchronized void addRemoteCandidates(List<Candidate> theirs) {
        IceControllingAgent checking = agent;
        if (checking == null) {
            return;
        }
        for (Candidate candidate : theirs) {
            candidate.udpAddress().filter(this::allowed).ifPresent(checking::addRemoteCandidate);
        }
    }

    private boolean allowed(InetSocketAddress address) {
        boolean allowed =
                switch (AddressScope.of(address.getAddress())) {
                    case PUBLIC, PRIVATE -> true;
                    case LOOPBACK -> settings.loopbackAllowed();
                    case LINK_LOCAL, NOWHERE -> false;
                };
        if (!allowed) {
            refused.add(address.getAddress().getHostAddress() + " is not reached from here");
        }
        return allowed;
    }

    @Override
    public IceParameters restart() {
        return local();
    }

    @Override
    public void onDoubt(Runnable listener) {
        // Nobody watches.
    }

    @Override
    public synchronized List<String> refusedCandidates() {
        return List.copyOf(refused);
    }

    @Override
    public synchronized IceSide side() {
        IceControllingAgent checking = agent;
        if (checking == null) {
            throw new IllegalStateException("not started");
        }
        return new IceSide.Controlling(checking);
    }

    @Override
    public void carry(PeerConnection connection) {
        slot.fill(connection);
    }

    @Override
    public void close() {
        socket.close();
    }

    /// Holds the place of the connection, which comes later than the socket.
    private static final class Slot implements PeerHandler {
        private record Attachment(MediaLoop loop, PacketSender sender) {}

        private final CompletableFuture<Attachment> attachment = new CompletableFuture<>();
        private @Nullable PeerConnection connection;

        @Override
        public void attached(MediaLoop loop, PacketSender sender) {
            attachment.complete(new Attachment(loop, sender));
        }

        void fill(PeerConnection owner) {
            Attachment place = attachment.join();
            place.loop()
                    .execute(
                            () -> {
                                connection = owner;
                                owner.attached(place.loop(), place.sender());
                            });
        }

        @Override
        public void datagram(
                byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {
            PeerConnection owner = connection;
            if (owner != null) {
                owner.datagram(buffer, offset, length, source, nowNanos);
            }
        }
    }
}
