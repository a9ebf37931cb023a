package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.moqgateway.core.net.AddressScope;

/// Where a peer's word may lead us, and what was refused. Any thread.
final class CandidatePolicy {

    private static final int MOST_REMEMBERED = 16;

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
        synchronized (refused) {
            if (refused.size() < MOST_REMEMBERED) {
                refused.add(address.getHostAddress() + " (" + why + ")");
            }
        }
        return false;
    }

    List<String> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }
}
