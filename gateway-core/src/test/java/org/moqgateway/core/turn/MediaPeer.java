package org.moqgateway.core.turn;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.dtls.DtlsCertificate;
import org.moqgateway.core.dtls.DtlsFingerprint;
import org.moqgateway.core.dtls.DtlsRole;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceLiteAgent;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.net.UdpMux;
import org.moqgateway.core.net.UdpMuxConfig;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.peer.PeerConnectionConfig;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;

/// One side of a peer connection as a program of its own: the server, which sends back each packet,
/// or the client, which sends packets by a TURN server and counts what comes back. The descriptions
/// go by standard input and output, a line each.
///
///     server ADDRESS
///     client TURN-URI USERNAME PASSWORD UNREACHABLE-TURN-URI
final class MediaPeer {

    private static final int PACKETS = 300;
    private static final int PACKET_BYTES = 1000;
    private static final long PACE_NANOS = 3_000_000;
    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate();

    private MediaPeer() {}

    /// What each side tells the other.
    ///
    /// @param port of the server, 0 from the client
    record Description(IceCredentials ice, DtlsFingerprint fingerprint, int port) {

        static Description parse(String line) {
            String[] words = line.split(" ", -1);
            return new Description(
                    new IceCredentials(words[0], words[1]),
                    new DtlsFingerprint(words[2], words[3]),
                    Integer.parseInt(words[4]));
        }

        String line() {
            return String.join(
                    " ",
                    ice.ufrag(),
                    ice.password(),
                    fingerprint.algorithm(),
                    fingerprint.value(),
                    Integer.toString(port));
        }
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (MediaLoops loops = MediaLoops.start(1)) {
            if (arguments[0].equals("server")) {
                serve(loops, arguments[1], in);
            } else {
                call(loops, arguments, in);
            }
        }
    }

    private static void serve(MediaLoops loops, String address, BufferedReader in)
            throws Exception {
        IceCredentials ours = IceCredentials.random();
        InetSocketAddress bind = new InetSocketAddress(address, 0);
        try (UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(bind))) {
            Echo echo = new Echo();
            Description client = Description.parse(in.readLine());
            PeerConnection connection =
                    connection(
                            new IceSide.Lite(new IceLiteAgent(ours)),
                            DtlsRole.SERVER,
                            client,
                            echo);
            connection.open(mux.register(ours.ufrag(), connection));
            say(new Description(ours, CERTIFICATE.fingerprint(), mux.port()).line());
            // Until the client's side is done.
            in.readLine();
            connection.close(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "done"));
        }
    }

    private static void call(MediaLoops loops, String[] arguments, BufferedReader in)
            throws Exception {
        IceCredentials ours = IceCredentials.random();
        say(new Description(ours, CERTIFICATE.fingerprint(), 0).line());
        Description server = Description.parse(in.readLine());
        IceControllingAgent agent = new IceControllingAgent(ours, server.ice(), 1);
        agent.addRemoteCandidate(new InetSocketAddress(BlockedUdp.SERVER_ADDRESS, server.port()));
        Counter counter = new Counter();
        PeerConnection connection =
                connection(new IceSide.Controlling(agent), DtlsRole.CLIENT, server, counter);
        MediaLoop loop = loops.next();
        GatherOutcome byUdp = new GatherOutcome();
        GatherOutcome outcome = new GatherOutcome();
        gather(arguments[4], arguments, loop, connection, byUdp);
        gather(arguments[1], arguments, loop, connection, outcome);
        try (RelayedPath relayed = outcome.path()) {
            loop.execute(() -> connection.attached(loop, relayed));
            boolean all = counter.done.await(90, TimeUnit.SECONDS);
            say(
                    "%s %d of %d, UDP %s"
                            .formatted(
                                    all ? "media" : "timeout",
                                    counter.received.get(),
                                    PACKETS,
                                    byUdp.found() ? "passes" : "blocked"));
        }
    }

    private static void gather(
            String uri,
            String[] arguments,
            MediaLoop loop,
            PeerConnection connection,
            GatherOutcome outcome) {
        IceServer server = new IceServer(uri, arguments[2], arguments[3]);
        TurnRequest request =
                new TurnRequest(server, StandardProtocolFamily.INET, address -> true, null);
        TurnGatherer.gather(request, loop, new ToConnection(connection), outcome);
    }

    private static PeerConnection connection(
            IceSide ice, DtlsRole role, Description remote, PeerMedia media) {
        return new PeerConnection(
                new PeerConnectionConfig(
                        role.name(),
                        ice,
                        role,
                        CERTIFICATE,
                        List.of(remote.fingerprint()),
                        System.nanoTime()),
                media,
                () -> {});
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private record ToConnection(PeerConnection connection) implements DatagramPath.Listener {
        @Override
        public void datagram(
                DatagramPath path,
                byte[] buffer,
                int offset,
                int length,
                InetSocketAddress source,
                long nowNanos) {
            connection.datagram(buffer, offset, length, source, nowNanos);
        }

        @Override
        public void unreachable(DatagramPath path, long nowNanos) {}

        @Override
        public void lost(DatagramPath path, String why) {
            say("lost: " + why);
        }
    }

    /// The server's media: everything goes back.
    private static class Echo implements PeerMedia {
        private @Nullable MediaOut out;

        @Override
        public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
            out = transport;
        }

        @Override
        public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
            if (out != null) {
                out.sendRtp(buffer, offset, length);
                out.flush();
            }
        }

        @Override
        public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {}

        @Override
        public void onTimer(long nowNanos) {}

        @Override
        public long nextDeadlineNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public void closed(PeerEnd end) {}
    }

    /// The client's: sends so many packets, counts those that come back.
    private static final class Counter extends Echo {
        final CountDownLatch done = new CountDownLatch(1);
        final AtomicInteger received = new AtomicInteger();

        @Override
        public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
            send(transport, loop, 0);
        }

        private void send(MediaOut out, MediaLoop loop, int number) {
            byte[] packet = new byte[PACKET_BYTES + MediaOut.TAILROOM_BYTES];
            packet[0] = (byte) 0x80;
            packet[1] = 96;
            packet[2] = (byte) (number >> 8);
            packet[3] = (byte) number;
            packet[11] = 1;
            out.sendRtp(packet, 0, PACKET_BYTES);
            out.flush();
            if (number + 1 < PACKETS) {
                loop.schedule(() -> send(out, loop, number + 1), PACE_NANOS);
            }
        }

        @Override
        public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
            if (received.incrementAndGet() == PACKETS) {
                done.countDown();
            }
        }
    }
}
