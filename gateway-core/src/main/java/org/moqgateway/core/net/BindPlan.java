package org.moqgateway.core.net;

import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which addresses a setting means, and a port that is free on all of them.
///
/// @param targets one socket per loop each
/// @param port the same for all
record BindPlan(List<Target> targets, int port) {

    private static final int PORT_ATTEMPTS = 32;

    /// One address to bind.
    ///
    /// @param family null for a socket of both families
    record Target(InetAddress address, @Nullable SocketProtocolFamily family) {

        static Target of(InetAddress address) {
            boolean six = address instanceof Inet6Address;
            return new Target(
                    address, six ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        }
    }

    /// Finds the port by binding and closing plain sockets: with SO_REUSEPORT alone the kernel
    /// would let us share the port of another server of the same user.
    ///
    /// @throws IOException naming address and port
    static BindPlan of(InetSocketAddress bind) throws IOException {
        List<Target> targets = targets(bind);
        if (bind.getPort() != 0) {
            probe(targets, bind.getPort());
            return new BindPlan(targets, bind.getPort());
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return new BindPlan(targets, probe(targets, 0));
            } catch (IOException e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<Target> targets(InetSocketAddress bind) throws IOException {
        InetAddress address = bind.getAddress();
        if (address == null) {
            throw new IOException("cannot bind UDP: unknown host " + bind.getHostString());
        }
        List<Target> targets = new ArrayList<>();
        if (address.isAnyLocalAddress()) {
            InetAddress both = InetAddress.getByAddress(new byte[16]);
            InetAddress four = InetAddress.getByAddress(new byte[4]);
            targets.add(bindable(both) ? new Target(both, null) : Target.of(four));
        } else if (bind.getHostString().equalsIgnoreCase("localhost")) {
            targets.add(Target.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
            byte[] six = new byte[16];
            six[15] = 1;
            if (bindable(InetAddress.getByAddress(six))) {
                targets.add(Target.of(InetAddress.getByAddress(six)));
            }
        } else {
            targets.add(Target.of(address));
        }
        return targets;
    }

    private static boolean bindable(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int probe(List<Target> targets, int port) throws IOException {
        int found = port;
        for (Target target : targets) {
            try (DatagramSocket socket = new DatagramSocket(found, target.address())) {
                found = socket.getLocalPort();
            } catch (IOException e) {
                throw failure(target.address(), found, e);
            }
        }
        return found;
    }

    static IOException failure(InetAddress address, int port, Throwable cause) {
        String place = new InetSocketAddress(address, port).toString().replaceFirst("^.*/", "");
        return new IOException("cannot bind UDP " + place + ": " + cause.getMessage(), cause);
    }
}
