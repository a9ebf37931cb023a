package org.moqgateway.core.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A passive TCP candidate (RFC 6544) in front of a UDP one: brings each frame (RFC 4571) of one
/// connection to it, and its datagrams back.
final class FramedProxy implements AutoCloseable {
    private final ServerSocket listener =
            new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    private final DatagramSocket behind =
            new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private final InetSocketAddress target;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    FramedProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        Thread.startVirtualThread(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        try {
            Socket connection = listener.accept();
            accepted.add(connection);
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            Thread.startVirtualThread(() -> bringBack(out));
            DataInputStream in = new DataInputStream(connection.getInputStream());
            while (true) {
                byte[] frame = in.readNBytes(in.readUnsignedShort());
                behind.send(new DatagramPacket(frame, frame.length, target));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void bringBack(DataOutputStream out) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                behind.receive(packet);
                out.writeShort(packet.getLength());
                out.write(packet.getData(), 0, packet.getLength());
                out.flush();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        behind.close();
        for (Socket connection : accepted) {
            connection.close();
        }
    }
}
