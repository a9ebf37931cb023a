package org.moqgateway.client.http;

import java.net.InetAddress;
import java.util.List;
import org.moqgateway.core.net.AddressScope;

/// Where a foreign word may lead us. What the owner has typed may be anywhere; what a server names
/// must not be nearer than the server is, else any server could make us ask the machines around us.
///
///     a server that is ...   may name servers that are ...
///     PUBLIC                 PUBLIC
///     PRIVATE                PUBLIC, PRIVATE
///     LOOPBACK               PUBLIC, PRIVATE, LOOPBACK
///     LINK_LOCAL, NOWHERE    PUBLIC
///
/// Beyond that each may name its own address, with another port or scheme. Pure.
final class ReachRule {
    private ReachRule() {}

    /// Which of the addresses of a name may be dialled.
    ///
    /// @param from the addresses of the server that has named it; the farthest of them counts,
    ///     since any of them may have spoken
    static List<InetAddress> permitted(
            List<InetAddress> from, List<InetAddress> to, HostLookup lookup) {
        return to.stream().filter(address -> permits(from, address, lookup)).toList();
    }

    private static boolean permits(List<InetAddress> from, InetAddress to, HostLookup lookup) {
        if (from.size() == 1 && from.contains(to)) {
            return true;
        }
        return from.stream().allMatch(each -> permits(lookup.scope(each), lookup.scope(to)));
    }

    private static boolean permits(AddressScope from, AddressScope to) {
        return switch (to) {
            case PUBLIC -> true;
            case PRIVATE -> from == AddressScope.PRIVATE || from == AddressScope.LOOPBACK;
            case LOOPBACK -> from == AddressScope.LOOPBACK;
            case LINK_LOCAL, NOWHERE -> false;
        };
    }
}
