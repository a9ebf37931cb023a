package org.moqgateway.core.turn;

import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceServer;

/// Which TURN server to ask for what.
///
/// @param server its URI, and as whom we ask
/// @param family of the relayed address: INET or INET6
/// @param allowed which addresses the server's name, or the server it names instead, may lead us to
/// @param trust the roots that its certificate may come from, for `turns:`; null for those of the
///     platform
public record TurnRequest(
        IceServer server,
        StandardProtocolFamily family,
        Predicate<InetAddress> allowed,
        @Nullable SSLContext trust) {

    /// An IPv4 address from a server that the platform trusts.
    public static TurnRequest of(IceServer server, Predicate<InetAddress> allowed) {
        return new TurnRequest(server, StandardProtocolFamily.INET, allowed, null);
    }

    /// The same for another family of the relayed address.
    public TurnRequest withFamily(StandardProtocolFamily other) {
        return new TurnRequest(server, other, allowed, trust);
    }

    /// The same with other roots.
    public TurnRequest withTrust(SSLContext roots) {
        return new TurnRequest(server, family, allowed, roots);
    }
}
