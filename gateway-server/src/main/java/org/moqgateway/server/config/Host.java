package org.moqgateway.server.config;

import java.net.InetAddress;
import java.util.Locale;

/// Host names as URLs and requests spell them.
final class Host {
    private Host() {}

    /// A host without port, brackets and the root's dot, in lower case.
    static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            int end = name.indexOf(']');
            return end < 0 ? name : name.substring(1, end);
        }
        int colon = name.indexOf(':');
        // An IPv6 address without brackets has several.
        if (colon >= 0 && colon == name.lastIndexOf(':')) {
            name = name.substring(0, colon);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Whether a [#bare] host is this machine, whoever says it: `localhost` and what is below it
    /// never leave a machine (RFC 6761 §6.3).
    static boolean isLoopback(String bare) {
        return bare.equals("localhost")
                || bare.endsWith(".localhost")
                || ValueParsers.address(bare).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
