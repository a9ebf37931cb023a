package org.moqgateway.core.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;

/// The addresses of this host that a peer elsewhere could reach.
public final class HostAddresses {

    private HostAddresses() {}

    /// Those of interfaces that are up, without link-local and multicast ones, IPv4 first; loopback
    /// ones only if there are no others.
    static List<InetAddress> all() {
        List<InetAddress> usable = usable();
        List<InetAddress> outward =
                usable.stream().filter(address -> !address.isLoopbackAddress()).toList();
        return outward.isEmpty() ? usable : outward;
    }

    /// Those of interfaces that are up, without link-local and multicast ones, IPv4 first; loopback
    /// ones among them. Asks the system, which takes a while: control plane only.
    public static List<InetAddress> usable() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(HostAddresses::up)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .filter(address -> !address.isMulticastAddress())
                    .sorted(Comparator.comparing(a -> !(a instanceof Inet4Address)))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean up(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
