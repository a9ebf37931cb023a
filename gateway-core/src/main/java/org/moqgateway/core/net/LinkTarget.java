package org.moqgateway.core.net;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Which server a [ServerLink] leads to and how.
///
/// @param address the server's, resolved
/// @param transport datagrams or a stream
/// @param framing how a stream is cut into messages; means nothing for datagrams
/// @param tls what protects the stream, null for nothing
public record LinkTarget(
        InetSocketAddress address, Transport transport, StreamFraming framing, @Nullable Tls tls) {

    /// What the bytes travel in.
    public enum Transport {
        /// One message in each datagram.
        UDP,
        /// A stream.
        TCP
    }

    /// TLS of the JDK, with the server's certificate verified.
    ///
    /// @param host the name or literal address that the certificate must be for (RFC 9525)
    /// @param context holds the roots to trust
    public record Tls(String host, SSLContext context) {}

    /// @throws IllegalArgumentException if the address is not resolved, or for TLS over datagrams
    public LinkTarget {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("not resolved: " + address);
        }
        if (tls != null && transport != Transport.TCP) {
            throw new IllegalArgumentException("TLS wants a stream");
        }
    }

    /// The address for people: `192.0.2.1:3478/tcp`.
    String name() {
        String kind = tls != null ? "tls" : transport == Transport.UDP ? "udp" : "tcp";
        return address.toString().replaceFirst("^.*/", "") + "/" + kind;
    }
}
