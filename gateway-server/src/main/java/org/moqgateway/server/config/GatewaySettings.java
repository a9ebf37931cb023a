package org.moqgateway.server.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.BFrames;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.webrtc.ConflictPolicy;

/// Everything that can be set, checked. Each component is described by the [Setting] of its name.
///
/// @param listen [Setting#LISTEN]
/// @param udpBind [Setting#UDP_BIND], already defaulted
/// @param publicAddresses [Setting#PUBLIC_ADDR]
/// @param broadcast [Setting#BROADCAST], null for any
/// @param onConflict [Setting#ON_CONFLICT]
/// @param bFrames [Setting#BFRAMES]
/// @param container [Setting#CONTAINER]
/// @param roles [Setting#ROLES], at least one
/// @param clients [Setting#CLIENTS] and its neighbours
/// @param maxSessions [Setting#MAX_SESSIONS]
/// @param peerTimeout [Setting#PEER_TIMEOUT]
/// @param mediaThreads [Setting#MEDIA_THREADS]
/// @param iceServers [Setting#ICE_SERVER]
/// @param corsOrigins [Setting#CORS_ORIGIN], either `*` alone or origins; none for pages
///     of this machine alone
/// @param connections [Setting#MAX_CONNECTIONS] and its neighbours
/// @param tls [Setting#TLS_CERT] and [Setting#TLS_KEY], null for a fresh certificate
/// @param access [Setting#AUTH_KEY] and its neighbours
/// @param relay [Setting#RELAY] and its neighbours
/// @param logFormat [Setting#LOG_FORMAT]
/// @param logLevel [Setting#LOG_LEVEL]
public record GatewaySettings(
        HostPort listen,
        HostPort udpBind,
        List<InetAddress> publicAddresses,
        @Nullable String broadcast,
        ConflictPolicy onConflict,
        BFrames bFrames,
        IngestContainer container,
        Set<ServerRole> roles,
        ClientsSettings clients,
        int maxSessions,
        Duration peerTimeout,
        int mediaThreads,
        List<IceServer> iceServers,
        List<String> corsOrigins,
        ConnectionSettings connections,
        @Nullable TlsSettings tls,
        AccessSettings access,
        RelaySettings relay,
        LogFormat logFormat,
        LogLevel logLevel) {
    /// Copies the collections.
    public GatewaySettings {
        publicAddresses = List.copyOf(publicAddresses);
        roles = Set.copyOf(roles);
        iceServers = List.copyOf(iceServers);
        corsOrigins = List.copyOf(corsOrigins);
    }

    /// Which web pages may use the gateway.
    public WebOrigins webOrigins() {
        return new WebOrigins(corsOrigins, access.unguarded(), listen.host());
    }

    /// What one client may take of the HTTP side.
    ///
    /// @param maxConnections [Setting#MAX_CONNECTIONS]
    /// @param maxConnectionsPerAddress [Setting#MAX_CONNECTIONS_PER_ADDRESS]
    /// @param maxRequestsPerSecond [Setting#MAX_REQUESTS_PER_SECOND]
    public record ConnectionSettings(
            int maxConnections, int maxConnectionsPerAddress, int maxRequestsPerSecond) {}
}
