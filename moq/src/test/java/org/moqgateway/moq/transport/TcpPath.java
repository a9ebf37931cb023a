package org.moqgateway.moq.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Carries TCP connections to a server and back.
public final class TcpPath implements TestPath {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final List<Socket> sockets = new ArrayList<>();
    private volatile int bytesPerSecond;
    private volatile boolean cut;

    /// Opens the path to a server.
    ///
    /// @throws IOException when there is no socket for it
    public TcpPath(InetSocketAddress server) throws IOException {
        this.server = server;
        listening = new ServerSocket();
        listening.setReceiveBufferSize(BUFFER_BYTES);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon().name("path-accept").start(this::accept);
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void limit(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public void cut() {
        cut = true;
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = keep(listening.accept());
                Socket beyond = keep(new Socket());
                beyond.setSendBufferSize(BUFFER_BYTES);
                beyond.connect(server);
                Thread.ofPlatform()
                        .daemon()
                        .name("path-up")
                        .start(() -> pump(client, beyond, true));
                Thread.ofPlatform()
                        .daemon()
                        .name("path-down")
                        .start(() -> pump(beyond, client, false));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private synchronized Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void pump(Socket from, Socket to, boolean limited) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int rate = limited ? bytesPerSecond : 0;
                if (rate > 0) {
                    LockSupport.parkNanos(1_000_000_000L * read / rate);
                }
                if (!cut) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One side is gone, and the other with it.
        }
    }

    @Override
    public synchronized void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
