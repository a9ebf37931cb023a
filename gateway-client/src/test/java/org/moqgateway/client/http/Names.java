package org.moqgateway.client.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moqgateway.core.net.AddressScope;

/// A world in which addresses of this machine stand for others: 127.0.1.* are public, 127.0.2.* are
/// private, all other addresses are what they are. Names lead where the test says.
final class Names implements HostLookup {
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Names lead(String name, String... addresses) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        names.put(name, found);
        return this;
    }

    /// The names that were looked up, in order.
    List<String> asked() {
        return asked;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        asked.add(host);
        List<InetAddress> known = names.get(host);
        if (known != null) {
            return known;
        }
        if (host.endsWith(".example")) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> found = List.of(InetAddress.getAllByName(host));
        for (InetAddress address : found) {
            // Tests do not leave this machine.
            if (AddressScope.of(address) == AddressScope.PUBLIC) {
                throw new UnknownHostException(host);
            }
        }
        return found;
    }

    @Override
    public AddressScope scope(InetAddress address) {
        String text = address.getHostAddress();
        if (text.startsWith("127.0.1.")) {
            return AddressScope.PUBLIC;
        }
        return text.startsWith("127.0.2.") ? AddressScope.PRIVATE : AddressScope.of(address);
    }
}
