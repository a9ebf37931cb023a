package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.moqgateway.core.net.AddressScope;

/// Where a peer's word may lead us, and what was refused. Any thread.
final class CandidatePolicy {

    private static final int MOST_REMEMBERED = 16;
    private static final int FIRST_ORDINARY_PORT = 1024;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final boolean loopbackAllowed;
    private final Set<String> refused = new LinkedHashSet<>();

    CandidatePolicy(boolean loopbackAllowed) {
        this.loopbackAllowed = loopbackAllowed;
    }

    /// Whether an address may be reached.
    boolean allows(InetAddress address) {
        return switch (AddressScope.of(address)) {
            case PUBLIC, PRIVATE -> true;
            case LOOPBACK -> loopbackAllowed;
            case LINK_LOCAL, NOWHERE -> false;
        };
    }

    /// The same for a candidate, whose refusal is remembered.
    boolean takes(InetAddress address) {
        if (allows(address)) {
            return true;
        }
        String why =
                switch (AddressScope.of(address)) {
                    case LOOPBACK -> "this machine";
                    case LINK_LOCAL -> "link-local";
                    case NOWHERE -> "no address of a host";
                    case PUBLIC, PRIVATE -> "";
                };
        refuse(address.getHostAddress() + " (" + why + ")");
        return false;
    }

    /// The same for a candidate that wants a connection. What listens at well-known ports other
    /// than those of the Web is no peer, but may take our first bytes for an order.
    boolean takesConnection(InetSocketAddress peer) {
        int port = peer.getPort();
        if (!takes(peer.getAddress())) {
            return false;
        }
        if (port >= FIRST_ORDINARY_PORT || port == HTTP_PORT || port == HTTPS_PORT) {
            return true;
        }
        refuse(peer.getAddress().getHostAddress() + " (port " + port + "/tcp)");
        return false;
    }

    private void refuse(String what) {
        synchronized (refused) {
            if (refused.size() < MOST_REMEMBERED) {
                refused.add(what);
            }
        }
    }

    List<String> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }
}
