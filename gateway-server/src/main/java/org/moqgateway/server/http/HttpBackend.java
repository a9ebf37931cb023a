package org.moqgateway.server.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.ClientControl;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.moqgateway.server.snapshot.Snapshots;

/// What the HTTP side asks. All of it stays the caller's, who closes it after the server.
///
/// @param webRtc the media side; null for a relay alone, which serves neither WHIP nor WHEP nor
///     pages
/// @param clients the client roles; null for a relay alone
/// @param moq the MoQ side
/// @param access who may publish and play
/// @param tls the certificate and whether HTTP is encrypted with it
/// @param metrics the text of `/metrics` (Prometheus exposition format 0.0.4)
/// @param snapshots makes pictures of what is live
public record HttpBackend(
        @Nullable SessionBroker webRtc,
        @Nullable ClientControl clients,
        MoqBackend moq,
        AccessPolicy access,
        TlsBackend tls,
        Supplier<String> metrics,
        Snapshots snapshots) {
    /// The MoQ side.
    ///
    /// @param origin every live broadcast
    /// @param webSockets who may come by WebSocket
    /// @param links how the links to other relays are doing
    /// @param quicPort the UDP port of QUIC and WebTransport; empty where there is none
    public record MoqBackend(
            Origin origin,
            WebSocketAccess webSockets,
            Supplier<List<LinkStatus>> links,
            OptionalInt quicPort) {}

    /// The certificate.
    ///
    /// @param identity what QUIC shows now, and HTTPS where it is spoken
    /// @param https whether the TCP port speaks HTTPS instead of HTTP
    public record TlsBackend(Supplier<TlsIdentity> identity, boolean https) {}

    /// The media side, where there is one.
    public Optional<SessionBroker> broker() {
        return Optional.ofNullable(webRtc);
    }

    /// The client roles, where there is a media side.
    public Optional<ClientControl> control() {
        return Optional.ofNullable(clients);
    }
}
