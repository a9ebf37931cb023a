package org.moqgateway.moq.transport;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client that knocks: encrypted and ready, not let in yet. Exactly one of [#accept] and
/// [#reject] is called, within ten seconds, from any thread; until then nothing is delivered.
public interface IncomingSession {
    /// What carries it.
    TransportKind kind();

    /// Path and query that it asks for, such as `/anon?jwt=…`; null where the binding carries none.
    @Nullable String target();

    /// The host that it asks for (`:authority`, `Host`, server name), without a port; null when it
    /// named none.
    @Nullable String host();

    /// The origin of the web page that asks (`Origin`, RFC 6454 §7), such as
    /// `https://example.net` or the word `null`; null for a client that is no page, and where
    /// the binding tells none.
    default @Nullable String origin() {
        return null;
    }

    /// The MoQ protocols that both sides speak, the client's favourite first, such as
    /// `moq-lite-05`; never empty.
    List<String> protocols();

    /// The client's address.
    InetSocketAddress remoteAddress();

    /// Lets it in.
    ///
    /// @param protocol one of [#protocols]
    Connection accept(String protocol);

    /// Turns it away.
    ///
    /// @param httpStatus what a binding with HTTP answers (403, 404, 429, 503)
    /// @param code the application's code, what the others close with
    /// @param reason for people
    void reject(int httpStatus, long code, String reason);
}
