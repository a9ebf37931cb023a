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
import org.moqgateway.core.ice.StunRequests;
import org.moqgateway.core.sdp.IceParameters;

/// Somebody with an address of its own, and without a session. One thread.
public final class Stranger implements AutoCloseable {
    /// Loopback answers within a millisecond; this is how long silence takes to prove.
    private static final Duration SILENCE = Duration.ofMillis(500);

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
        socket.setSoTimeout((int) quiet.toMillis());
        byte[] buffer = new byte[2048];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                received.add(Arrays.copyOf(buffer, packet.getLength()));
            }
        } catch (SocketTimeoutException end) {
            return received;
        }
    }

    /// Whether the gateway answers a check with these credentials with success.
    public static boolean isAnswered(int port, IceParameters ice) throws IOException {
        try (Stranger stranger = new Stranger(port)) {
            stranger.send(check(ice.ufrag(), ice.password()).bytes());
            return stranger.receive(SILENCE).stream()
                    .anyMatch(answer -> answer[0] == 1 && answer[1] == 1);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
