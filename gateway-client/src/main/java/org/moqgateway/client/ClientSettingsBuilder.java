package org.moqgateway.client;

import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.Endpoint;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.AddressScope;
import org.moqgateway.core.transport.IceTransportSettings;

/// Makes the settings of a client, with what is usual where nothing else is said. One thread.
public final class ClientSettingsBuilder {
    /// How long a connection to a remote may take.
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// How long a request may take, with its redirects and its answer.
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /// How long a broadcast outlives its source.
    public static final Duration LINGER = Duration.ofSeconds(10);

    private final String name;
    private final ClientRole role;
    private final URI url;
    private final String broadcast;
    private Optional<Endpoint.TokenSource> token = Optional.empty();
    private List<X509Certificate> roots = List.of();
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Duration requestTimeout = REQUEST_TIMEOUT;
    private RenditionChoice renditions = RenditionChoice.ANY;
    private List<IceServer> servers = List.of();
    private boolean relayOnly;
    private Duration linger = LINGER;
    private boolean once;
    private boolean enabled = true;

    /// @param name unique among the clients of a process
    /// @param url `http` or `https`
    /// @param broadcast the path, without a leading slash
    public ClientSettingsBuilder(String name, ClientRole role, URI url, String broadcast) {
        this.name = name;
        this.role = role;
        this.url = url;
        this.broadcast = broadcast;
    }

    /// The bearer token; none unless set.
    public ClientSettingsBuilder token(Endpoint.TokenSource source) {
        token = Optional.of(source);
        return this;
    }

    /// Certificates to trust instead of the system's.
    public ClientSettingsBuilder roots(List<X509Certificate> certificates) {
        roots = List.copyOf(certificates);
        return this;
    }

    /// Five seconds unless set.
    public ClientSettingsBuilder connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    /// Ten seconds unless set.
    public ClientSettingsBuilder requestTimeout(Duration timeout) {
        requestTimeout = timeout;
        return this;
    }

    /// The best of each kind unless set.
    public ClientSettingsBuilder renditions(RenditionChoice choice) {
        renditions = choice;
        return this;
    }

    /// STUN and TURN servers; none unless set.
    public ClientSettingsBuilder servers(List<IceServer> iceServers) {
        servers = List.copyOf(iceServers);
        return this;
    }

    /// Whether media goes over TURN alone.
    public ClientSettingsBuilder relayOnly(boolean only) {
        relayOnly = only;
        return this;
    }

    /// Ten seconds unless set.
    public ClientSettingsBuilder linger(Duration duration) {
        linger = duration;
        return this;
    }

    /// Whether a refusal or the end of the session ends the client.
    public ClientSettingsBuilder once(boolean ends) {
        once = ends;
        return this;
    }

    /// Whether it begins by itself; so unless set.
    public ClientSettingsBuilder enabled(boolean begins) {
        enabled = begins;
        return this;
    }

    /// The settings.
    public ClientSettings build() {
        return new ClientSettings(
                name,
                role,
                new Endpoint(url, token, roots, connectTimeout, requestTimeout),
                broadcast,
                renditions,
                new IceTransportSettings(servers, relayOnly, loopback(url.getHost())),
                linger,
                once,
                enabled);
    }

    /// Whether a URL's host is this machine. No name is looked up: one that only happens to lead
    /// here does not open loopback to the words of a peer.
    static boolean loopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.equals("localhost") || lower.endsWith(".localhost")) {
            return true;
        }
        try {
            return AddressScope.of(InetAddress.ofLiteral(lower)) == AddressScope.LOOPBACK;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
