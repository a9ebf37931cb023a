package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.moqgateway.core.ice.StunRequests;
import org.moqgateway.core.sdp.IceParameters;

/// Somebody with an address of its own, and without a session. One thread.
public final class Stranger implements AutoCloseable {
    /// Loopback answers within a millisecond; this is how long silence takes to prove.
    private static final Duration SILENCE = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final DatagramSocket socket;
    private final int port;

    /// @param port the gateway's UDP port on loopback
    public Stranger(int port) throws IOException {
        this.port = port;
        this.socket = new DatagramSocket(0, loopback);
    }

    /// A check in shape, signed with a password.
    public static StunRequests check(String ufrag, String password) {
        return StunRequests.check(ufrag + ":x").integrity(password).fingerprint();
    }

    /// Sends a datagram.
    public void send(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, loopback, port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What arrives until nothing has come for a while.
    public List<byte[]> receive(Duration quiet) throws IOException {
        List<byte[]> received = new ArrayList<>();
        for (Optional<byte[]> next = receiveOne(quiet);
                next.isPresent();
                next = receiveOne(quiet)) {
            received.add(next.get());
        }
        return received;
    }

    private Optional<byte[]> receiveOne(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    /// Whether the gateway answers a check with these credentials with success; waits for the
    /// answer, however busy the machine is.
    public static boolean isAnswered(int port, IceParameters ice) throws IOException {
        return isAnswered(port, ice, ANSWER);
    }

    /// Whether no success answers a check with these credentials.
    public static boolean isIgnored(int port, IceParameters ice) throws IOException {
        return !isAnswered(port, ice, SILENCE);
    }

    private static boolean isAnswered(int port, IceParameters ice, Duration quiet)
            throws IOException {
        try (Stranger stranger = new Stranger(port)) {
            stranger.send(check(ice.ufrag(), ice.password()).bytes());
            Optional<byte[]> answer = stranger.receiveOne(quiet);
            while (answer.isPresent()) {
                if (answer.get()[0] == 1 && answer.get()[1] == 1) {
                    return true;
                }
                answer = stranger.receiveOne(quiet);
            }
            return false;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
