package org.moqgateway.client.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.moqgateway.core.net.AddressScope;

/// Where names lead. Any thread.
interface HostLookup {
    /// The machine's own resolver.
    HostLookup SYSTEM =
            new HostLookup() {
                @Override
                public List<InetAddress> resolve(String host) throws UnknownHostException {
                    return List.of(InetAddress.getAllByName(host));
                }

                @Override
                public AddressScope scope(InetAddress address) {
                    return AddressScope.of(address);
                }
            };

    /// The addresses of a name, or the one that a literal means. May block for as long as the
    /// machine's resolver takes.
    ///
    /// @throws UnknownHostException when there is none
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /// How far an address reaches.
    AddressScope scope(InetAddress address);
}
