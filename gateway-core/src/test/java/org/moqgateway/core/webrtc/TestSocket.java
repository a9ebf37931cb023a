package org.moqgateway.core.webrtc;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceControllingAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceOutput;
import org.moqgateway.core.ice.IceVerdict;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.net.PeerHandler;
import org.moqgateway.core.peer.PeerConnection;

/// The socket of a [TestPeer] as somebody on its path has it: whoever can write the peer's source
/// address can send anything from here, and read what the peer sends. It restarts ICE, too. Any
/// thread.
public final class TestSocket implements PeerHandler {
    private static final long TICK_NANOS = 20_000_000;

    private final PeerConnection connection;
    private final ConcurrentLinkedQueue<byte[]> media = new ConcurrentLinkedQueue<>();
    private volatile boolean recording;
    private volatile @Nullable MediaLoop loop;
    private volatile @Nullable PacketSender sender;
    private volatile @Nullable Restart restart;

    TestSocket(PeerConnection connection) {
        this.connection = connection;
    }

    /// Sends a datagram from the peer's address to the server.
    public void send(byte[] datagram) {
        InetSocketAddress server = Objects.requireNonNull(connection.remote());
        Objects.requireNonNull(sender).send(datagram, 0, datagram.length, server);
    }

    /// From now on keeps a copy of each SRTP packet that the peer sends.
    public void record() {
        recording = true;
    }

    /// What was kept, oldest first; forgets it and keeps no more.
    public List<byte[]> recorded() {
        recording = false;
        List<byte[]> kept = List.copyOf(media);
        media.clear();
        return kept;
    }

    /// Restarts ICE (RFC 8445 §9): checks and nominates with new credentials from the same socket.
    ///
    /// @param ours those of the request's fragment
    /// @param theirs those of the answer's fragment
    /// @throws AssertionError when no check was answered in time
    public void restartIce(IceCredentials ours, IceCredentials theirs) throws InterruptedException {
        Restart begun = new Restart(ours, theirs);
        MediaLoop pinned = Objects.requireNonNull(loop);
        pinned.execute(
                () -> {
                    begun.agent.addRemoteCandidate(Objects.requireNonNull(connection.remote()));
                    restart = begun;
                    begun.tick();
                });
        if (!begun.nominated.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no check with the new credentials was answered");
        }
    }

    @Override
    public void attached(MediaLoop pinned, PacketSender out) {
        loop = pinned;
        sender = out;
        connection.attached(pinned, new Recorder(out));
    }

    @Override
    public void datagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {
        Restart begun = restart;
        boolean stun = length > 0 && (buffer[offset] & 0xff) < 4;
        if (begun == null
                || !stun
                || begun.agent.handle(buffer, offset, length, source, nowNanos, begun)
                        != IceVerdict.RESPONSE_ACCEPTED) {
            connection.datagram(buffer, offset, length, source, nowNanos);
        }
    }

    /// The second ICE session of the peer; lives on the loop.
    private final class Restart implements IceOutput {
        private final IceControllingAgent agent;
        private final CountDownLatch nominated = new CountDownLatch(1);

        Restart(IceCredentials ours, IceCredentials theirs) {
            agent = new IceControllingAgent(ours, theirs, ours.ufrag().hashCode());
        }

        void tick() {
            if (restart == this && connection.state() != PeerConnection.State.CLOSED) {
                agent.onTimer(System.nanoTime(), this);
                Objects.requireNonNull(sender).flush();
                Objects.requireNonNull(loop).schedule(this::tick, TICK_NANOS);
            }
        }

        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
            Objects.requireNonNull(sender).send(buffer, offset, length, destination);
        }

        @Override
        public void validated(InetSocketAddress address) {}

        @Override
        public void selected(InetSocketAddress address, boolean byNomination) {
            nominated.countDown();
        }

        @Override
        public void restarted(String oldUfrag) {}
    }

    /// Passes on what the peer sends.
    private final class Recorder implements PacketSender {
        private final PacketSender out;

        Recorder(PacketSender out) {
            this.out = out;
        }

        @Override
        public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
            if (recording && length > 0 && (buffer[offset] & 0xc0) == 0x80) {
                media.add(Arrays.copyOfRange(buffer, offset, offset + length));
            }
            out.send(buffer, offset, length, destination);
        }

        @Override
        public void flush() {
            out.flush();
        }
    }
}
