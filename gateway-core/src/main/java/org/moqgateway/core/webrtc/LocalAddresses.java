package org.moqgateway.core.webrtc;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.moqgateway.core.sdp.Candidate;

/// The host candidates of our answers (RFC 8445 §5.1.1.1).
final class LocalAddresses {
    private LocalAddresses() {}

    /// The candidates for a bound port.
    ///
    /// Configured addresses win; else the bound ones; a wildcard stands for every address of this
    /// host, with loopback only when there is nothing else.
    static List<Candidate> candidates(
            List<InetSocketAddress> bound, List<InetAddress> configured, int port)
            throws IOException {
        List<InetAddress> addresses = new ArrayList<>(configured);
        if (addresses.isEmpty()) {
            for (InetSocketAddress address : bound) {
                if (address.getAddress().isAnyLocalAddress()) {
                    addresses.addAll(interfaces(address.getAddress() instanceof Inet4Address));
                } else {
                    addresses.add(address.getAddress());
                }
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (InetAddress address : addresses.stream().distinct().toList()) {
            candidates.add(Candidate.host(new InetSocketAddress(address, port), candidates.size()));
        }
        return candidates;
    }

    private static List<InetAddress> interfaces(boolean v4) throws IOException {
        List<InetAddress> found = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                each.inetAddresses()
                        .filter(address -> address instanceof Inet4Address == v4)
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(found::add);
            }
        }
        boolean reachable = found.stream().anyMatch(address -> !address.isLoopbackAddress());
        if (reachable) {
            found.removeIf(InetAddress::isLoopbackAddress);
        }
        found.sort(Comparator.comparing(InetAddress::isLoopbackAddress));
        return found;
    }
}
