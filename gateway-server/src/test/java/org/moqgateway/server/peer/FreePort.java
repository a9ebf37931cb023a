package org.moqgateway.server.peer;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/// Port numbers of loopback for what has to be told one, and has it for TCP and UDP.
public final class FreePort {
    private static final int ATTEMPTS = 20;

    private FreePort() {}

    /// Somebody else has the port.
    public static final class TakenException extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param cause what tells so
        public TakenException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// Starts something on a port.
    ///
    /// @param <T> what it is
    @FunctionalInterface
    public interface Starter<T> {
        /// Starts it, or tells that it needs another port.
        T start(int port) throws TakenException, IOException;
    }

    /// Starts something on a free port. Somebody else may take the port between the look and the
    /// start; then it is another one.
    ///
    /// @throws IllegalStateException when all were taken
    public static <T> T start(Starter<T> starter) throws IOException {
        TakenException taken = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return starter.start(any());
            } catch (TakenException e) {
                taken = e;
            }
        }
        throw new IllegalStateException("no port is free", taken);
    }

    /// Whether a program that ended says that somebody else has its port.
    static boolean taken(String output) {
        return output.toLowerCase(Locale.ROOT).contains("address already in use");
    }

    /// One that is free for TCP and UDP just now.
    public static int any() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
                    DatagramSocket udp =
                            new DatagramSocket(
                                    new InetSocketAddress(loopback, tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                // Free for TCP and not for UDP: another one.
            }
        }
    }
}
