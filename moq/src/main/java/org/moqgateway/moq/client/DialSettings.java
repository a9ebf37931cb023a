package org.moqgateway.moq.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// How to dial.
///
/// @param protocols MoQ protocols that we speak, favourite first, such as `moq-lite-05`
/// @param trust which certificates are believed
/// @param timeout for one dial, name resolution and all attempts included
/// @param attemptDelay after which the next address is tried beside the one that has not answered
///     (RFC 8305 §8: 250 ms)
/// @param webSocketDelay head start of WebTransport before WebSocket is tried beside it
/// @param resolver what looks names up
public record DialSettings(
        List<String> protocols,
        TlsTrust trust,
        Duration timeout,
        Duration attemptDelay,
        Duration webSocketDelay,
        Resolver resolver) {
    /// Looks a name up, blocking.
    public interface Resolver {
        /// All addresses of a name, the platform's favourite first.
        ///
        /// @throws UnknownHostException when it has none
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /// Checks and copies.
    public DialSettings {
        protocols = List.copyOf(protocols);
        Objects.requireNonNull(trust);
        Objects.requireNonNull(resolver);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol to offer");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the dial timeout must be positive: " + timeout);
        }
        if (attemptDelay.isNegative() || webSocketDelay.isNegative()) {
            throw new IllegalArgumentException("a delay must not be negative");
        }
    }

    /// The usual delays and the platform's resolver.
    public static DialSettings standard(List<String> protocols, TlsTrust trust) {
        return new DialSettings(
                protocols,
                trust,
                Duration.ofSeconds(30),
                Duration.ofMillis(250),
                Duration.ofMillis(200),
                host -> List.of(InetAddress.getAllByName(host)));
    }
}
