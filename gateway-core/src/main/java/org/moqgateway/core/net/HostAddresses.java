package org.moqgateway.core.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// The addresses of this host that a peer elsewhere could reach.
public final class HostAddresses {

    private HostAddresses() {}

    /// Those of interfaces that are up, without link-local and multicast ones, IPv4 first; loopback
    /// ones only if there are no others. None when the system does not tell.
    static List<InetAddress> all() {
        try {
            List<InetAddress> usable = usable();
            List<InetAddress> outward =
                    usable.stream().filter(address -> !address.isLoopbackAddress()).toList();
            return outward.isEmpty() ? usable : outward;
        } catch (SocketException e) {
            return List.of();
        }
    }

    /// Those of interfaces that are up, without link-local and multicast ones, IPv4 first; loopback
    /// ones among them. Asks the system, which takes a while: control plane only.
    ///
    /// @throws SocketException when the system does not tell, as for want of a descriptor: that
    ///     means nothing for the addresses there are
    public static List<InetAddress> usable() throws SocketException {
        List<InetAddress> found = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (up(each)) {
                each.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .filter(address -> !address.isMulticastAddress())
                        .forEach(found::add);
            }
        }
        found.sort(Comparator.comparing(address -> !(address instanceof Inet4Address)));
        return List.copyOf(found);
    }

    /// IPv6 and IPv4 in turn for as long as there are both, so that neither family waits for all
    /// of the other (RFC 8421 §4); of each the order stays.
    public static List<InetAddress> inTurn(List<InetAddress> addresses) {
        Deque<InetAddress> six = new ArrayDeque<>();
        Deque<InetAddress> four = new ArrayDeque<>();
        addresses.forEach(each -> (each instanceof Inet4Address ? four : six).add(each));
        List<InetAddress> mixed = new ArrayList<>();
        while (!six.isEmpty() || !four.isEmpty()) {
            Stream.of(six, four).map(Deque::poll).flatMap(Stream::ofNullable).forEach(mixed::add);
        }
        return mixed;
    }

    private static boolean up(NetworkInterface candidate) throws SocketException {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            if (NetworkInterface.getByName(candidate.getName()) == null) {
                return false;
            }
            throw e;
        }
    }
}
