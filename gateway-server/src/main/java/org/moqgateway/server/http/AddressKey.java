package org.moqgateway.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Who counts as one client: an IPv4 address, or an IPv6 /64, since one customer has all of its
/// addresses.
///
/// @param text printable form
record AddressKey(String text) {
    static AddressKey of(InetAddress address) {
        if (address instanceof Inet6Address) {
            return new AddressKey(
                    HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64");
        }
        return new AddressKey(address.getHostAddress());
    }
}
