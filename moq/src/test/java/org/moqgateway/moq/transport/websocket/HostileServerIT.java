package org.moqgateway.moq.transport.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// A server that announces a message of a gigabyte.
@Timeout(60)
class HostileServerIT {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// Far more than the sockets' own buffers hold.
    private static final int SENT_BYTES = 128 << 20;

    private static String accept(String key) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }

    /// Reads the request and agrees to it.
    ///
    /// @return the lines of the request
    private static List<String> upgrade(Socket socket) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        List<String> lines = new ArrayList<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = in.readLine();
        }
        String protocol = header(lines, "sec-websocket-protocol").split(",", -1)[0].strip();
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(header(lines, "sec-websocket-key"))
                        + "\r\nSec-WebSocket-Protocol: "
                        + protocol
                        + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(US_ASCII));
        return lines;
    }

    private static String header(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /// @return how much of the message the client took
    private static long send(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        // Final binary frame, not masked, of 2^30 bytes.
        out.write(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0});
        byte[] zeros = new byte[64 * 1024];
        long sent = 0;
        try {
            while (sent < SENT_BYTES) {
                out.write(zeros);
                sent += zeros.length;
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    @Test
    void isLeftBeforeItsMessageFillsTheHeap() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listening = new ServerSocket(0, 1, loopback)) {
            int port = listening.getLocalPort();
            CompletableFuture<List<String>> asked = new CompletableFuture<>();
            CompletableFuture<Long> taken = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (Socket socket = listening.accept()) {
                                    asked.complete(upgrade(socket));
                                    taken.complete(send(socket));
                                } catch (Exception e) {
                                    taken.completeExceptionally(e);
                                }
                            });
            Connection connection =
                    new WebSocketDialer()
                            .dial(
                                    new DialTarget(
                                            URI.create("ws://localhost:" + port + "/"),
                                            new InetSocketAddress(loopback, port),
                                            List.of("moq-lite-05"),
                                            new TlsTrust.Anything(),
                                            Duration.ofSeconds(20)));

            assertThat(taken.get(30, TimeUnit.SECONDS)).isLessThan(SENT_BYTES);
            assertThat(header(asked.join(), "sec-websocket-extensions")).isEmpty();
            connection.close(0, "");
        }
    }
}
