package org.moqgateway.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What concerns Media over QUIC. Each component is described by the [Setting] of its name.
///
/// @param quic [Setting#QUIC]
/// @param quicBind [Setting#QUIC_BIND], null for the default, which the stack decides
/// @param qmuxBind [Setting#QMUX_BIND]
/// @param links whom to dial
/// @param linger [Setting#LINGER]
/// @param cache [Setting#CACHE]
/// @param versions [Setting#MOQ_VERSIONS]
public record RelaySettings(
        QuicStack quic,
        @Nullable HostPort quicBind,
        @Nullable HostPort qmuxBind,
        LinkSettings links,
        Duration linger,
        CacheSize cache,
        List<String> versions) {
    /// Copies the lists.
    public RelaySettings {
        versions = List.copyOf(versions);
    }

    /// Whom to dial, and what to believe of them.
    ///
    /// @param relay [Setting#RELAY]
    /// @param clusterConnect [Setting#CLUSTER_CONNECT]
    /// @param clusterNode [Setting#CLUSTER_NODE]
    /// @param clusterToken [Setting#CLUSTER_TOKEN]
    /// @param clusterId [Setting#CLUSTER_ID], 0 for a random one
    /// @param roots [Setting#CLIENT_TLS_ROOT]
    /// @param fingerprints [Setting#CLIENT_TLS_FINGERPRINT], 64 lower-case hexadecimal digits each
    public record LinkSettings(
            @Nullable URI relay,
            List<URI> clusterConnect,
            @Nullable URI clusterNode,
            @Nullable Path clusterToken,
            long clusterId,
            List<Path> roots,
            List<String> fingerprints) {
        /// Copies the lists.
        public LinkSettings {
            clusterConnect = List.copyOf(clusterConnect);
            roots = List.copyOf(roots);
            fingerprints = List.copyOf(fingerprints);
        }
    }
}
