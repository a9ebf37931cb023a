package org.moqgateway.core.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// A STUN server on the loopback address that sees everybody at a port of its own choice, as one
/// behind a NAT would (RFC 8489 §14.2).
final class StunServer implements AutoCloseable {
    private static final int COOKIE = 0x2112A442;

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private final int mappedPort;
    private final int ignored;
    final AtomicInteger requests = new AtomicInteger();

    /// @param ignored how many requests go unheard first
    StunServer(int mappedPort, int ignored) throws IOException {
        this.mappedPort = mappedPort;
        this.ignored = ignored;
        Thread.startVirtualThread(this::serve);
    }

    String url() {
        return "stun:127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        DatagramPacket request = new DatagramPacket(buffer, buffer.length);
        try {
            while (true) {
                socket.receive(request);
                if (requests.incrementAndGet() > ignored) {
                    byte[] answer = answer(Arrays.copyOf(buffer, request.getLength()), request);
                    socket.send(
                            new DatagramPacket(answer, answer.length, request.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private byte[] answer(byte[] request, DatagramPacket from) {
        int address = ByteBuffer.wrap(from.getAddress().getAddress()).getInt();
        return ByteBuffer.allocate(32)
                .putShort((short) 0x0101)
                .putShort((short) 12)
                .put(request, 4, 16)
                .putShort((short) 0x0020)
                .putShort((short) 8)
                .putShort((short) 1)
                .putShort((short) (mappedPort ^ (COOKIE >>> 16)))
                .putInt(address ^ COOKIE)
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
