package org.moqgateway.client.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server that is told its answers byte by byte, on a loopback address.
final class RawServer implements AutoCloseable {
    /// A request as it came.
    ///
    /// @param connection the client's port
    record Received(
            int connection, String method, String path, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /// Writes an answer. What it throws ends the connection.
    @FunctionalInterface
    interface Reply {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final Function<Received, Reply> handler;
    private final String scheme;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private RawServer(
            ServerSocketFactory factory,
            String scheme,
            String address,
            Function<Received, Reply> handler) {
        try {
            this.scheme = scheme;
            this.handler = handler;
            listening = factory.createServerSocket();
            listening.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            Thread.ofVirtual().start(this::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One at 127.0.0.1.
    static RawServer answering(Function<Received, Reply> handler) {
        return at("127.0.0.1", handler);
    }

    static RawServer at(String address, Function<Received, Reply> handler) {
        return new RawServer(ServerSocketFactory.getDefault(), "http", address, handler);
    }

    static RawServer overTls(ServerSocketFactory tls, Function<Received, Reply> handler) {
        return new RawServer(tls, "https", "127.0.0.1", handler);
    }

    /// An answer with a body and its length.
    static Reply reply(int status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(head(status, headers + "Content-Length: " + bytes.length + "\r\n"));
            out.write(bytes);
        };
    }

    /// Status line, header lines each with its line end, and the empty line.
    static byte[] head(int status, String headers) {
        return ("HTTP/1.1 " + status + " x\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    int port() {
        return listening.getLocalPort();
    }

    URI uri(String path) {
        return URI.create(
                scheme + "://" + listening.getInetAddress().getHostAddress() + ":" + port() + path);
    }

    /// The requests so far, in order.
    List<Received> received() {
        return received;
    }

    /// Connections that the other side has not closed.
    int open() {
        return sockets.size();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Received request = read(in, socket.getPort());
                if (request == null) {
                    return;
                }
                received.add(request);
                OutputStream out = socket.getOutputStream();
                handler.apply(request).writeTo(out);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone, which is its right.
        } finally {
            sockets.remove(socket);
        }
    }

    private static @Nullable Received read(InputStream in, int connection) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return null;
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (first.split(" ", 3).length < 3) {
            return null;
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = first.split(" ", 3);
        return new Received(connection, words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
