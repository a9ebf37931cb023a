package org.moqgateway.core.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the addresses behind names of multicast DNS (RFC 6762), by which browsers hide those of
/// their host. Blocks for a second at most; for virtual threads.
final class MulticastNames implements TransportParts.Names {

    private static final Logger LOG = LoggerFactory.getLogger(MulticastNames.class);
    private static final int PORT = 5353;
    private static final long BOUND_NANOS = 1_000_000_000L;
    private static final long AGAIN_NANOS = 250_000_000L;
    private static final int MOST_INTERFACES = 16;
    private static final int MOST_BYTES = 9000;

    @Override
    public List<InetAddress> resolve(String name) {
        Optional<byte[]> query = MdnsMessage.query(name);
        if (query.isEmpty()) {
            return List.of();
        }
        try (MulticastSocket socket = open()) {
            InetSocketAddress group = new InetSocketAddress("224.0.0.251", PORT);
            List<NetworkInterface> interfaces = join(socket, group);
            return interfaces.isEmpty()
                    ? List.of()
                    : ask(
                            socket,
                            interfaces,
                            new DatagramPacket(query.get(), query.get().length, group),
                            name);
        } catch (IOException e) {
            LOG.debug("{} was not looked for", name, e);
            return List.of();
        }
    }

    /// On the protocol's port, where responders answer; else on any, where some answer too
    /// (RFC 6762 §6.7).
    private static MulticastSocket open() throws IOException {
        try {
            return new MulticastSocket(PORT);
        } catch (IOException inUse) {
            return new MulticastSocket(0);
        }
    }

    private static List<NetworkInterface> join(MulticastSocket socket, InetSocketAddress group)
            throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(candidate -> joined(socket, group, candidate))
                .limit(MOST_INTERFACES)
                .toList();
    }

    private static boolean joined(
            MulticastSocket socket, InetSocketAddress group, NetworkInterface candidate) {
        try {
            if (!candidate.isUp() || !candidate.supportsMulticast()) {
                return false;
            }
            socket.joinGroup(group, candidate);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<InetAddress> ask(
            MulticastSocket socket,
            List<NetworkInterface> interfaces,
            DatagramPacket query,
            String name)
            throws IOException {
        byte[] buffer = new byte[MOST_BYTES];
        long end = System.nanoTime() + BOUND_NANOS;
        long again = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (now - end >= 0) {
                return List.of();
            }
            if (now - again >= 0) {
                send(socket, interfaces, query);
                again = now + AGAIN_NANOS;
            }
            long wait = Math.min(end, again) - now;
            socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
            DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(answer);
            } catch (SocketTimeoutException nobody) {
                continue;
            }
            List<InetAddress> found = MdnsMessage.addresses(buffer, answer.getLength(), name);
            // Whoever answers from another port or network has no part in this protocol (RFC 6762
            // §6, §11).
            if (answer.getPort() == PORT
                    && !found.isEmpty()
                    && onLink(answer.getAddress(), interfaces)) {
                return found;
            }
        }
    }

    private static boolean onLink(InetAddress source, List<NetworkInterface> interfaces) {
        return interfaces.stream()
                .flatMap(each -> each.getInterfaceAddresses().stream())
                .anyMatch(ours -> near(source, ours.getAddress(), ours.getNetworkPrefixLength()));
    }

    /// Whether two addresses have their first bits in common.
    static boolean near(InetAddress one, InetAddress other, int bits) {
        byte[] a = one.getAddress();
        byte[] b = other.getAddress();
        if (a.length != b.length || bits < 1) {
            return false;
        }
        int shift = 8 * a.length - bits;
        return new BigInteger(1, a)
                .shiftRight(shift)
                .equals(new BigInteger(1, b).shiftRight(shift));
    }

    private static void send(
            MulticastSocket socket, List<NetworkInterface> interfaces, DatagramPacket query)
            throws IOException {
        IOException failure = null;
        for (NetworkInterface each : interfaces) {
            try {
                socket.setNetworkInterface(each);
                socket.send(query);
                failure = null;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
