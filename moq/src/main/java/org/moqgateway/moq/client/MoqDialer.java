package org.moqgateway.moq.client;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// Dials a MoQ server by its URI. Safe for many threads; blocks the (virtual) thread that calls.
///
/// | scheme | binding | port |
/// |---|---|---|
/// | `https` | WebTransport, and WebSocket over TLS after a head start | 443 |
/// | `http` | WebTransport with a fetched hash, and plain WebSocket likewise | 80 |
/// | `wss`, `ws` | WebSocket with and without TLS | 443, 80 |
/// | `moqt`, `moql` | raw QUIC | 443 |
/// | `tls`, `tcp` | QMux with and without TLS | 443, none |
///
/// For `http` the server is asked for `/certificate.sha256` in plain HTTP, and the certificate with
/// that hash is believed: for closed networks and development.
///
/// Addresses of both families are tried in turn (RFC 8305). Where WebSocket won before, it gets no
/// handicap the next time. Redirects are never followed.
public final class MoqDialer {
    private static final int MAX_REMEMBERED = 1024;

    private final Bindings bindings;
    private final DialSettings settings;
    private final Set<String> webSocketWon = ConcurrentHashMap.newKeySet();

    /// A dialer over the bindings that exist here.
    public MoqDialer(Bindings bindings, DialSettings settings) {
        this.bindings = Objects.requireNonNull(bindings);
        this.settings = Objects.requireNonNull(settings);
    }

    /// Connects and agrees on a protocol. The connection is not started yet.
    ///
    /// @param uri an absolute URI of one of the schemes above; its path and query are what is asked
    ///     for
    /// @throws IllegalArgumentException when the URI is none of these
    /// @throws IOException naming every failure
    /// @throws InterruptedException when the caller is interrupted; nothing stays open
    public Connection dial(URI uri) throws IOException, InterruptedException {
        Server server = Server.of(uri);
        long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
        return switch (server.scheme()) {
            case "https", "http" -> race(server, deadlineNanos);
            case "wss", "ws" -> single(server, bindings.webSocket(), "WebSocket", deadlineNanos);
            case "moqt", "moql" -> single(server, bindings.quic(), "QUIC", deadlineNanos);
            default -> single(server, bindings.tcp(), "TCP", deadlineNanos);
        };
    }

    private Connection single(
            Server server, @Nullable Dialer dialer, String name, long deadlineNanos)
            throws IOException, InterruptedException {
        if (dialer == null) {
            throw new IOException("there is no " + name + " here to dial " + server.display());
        }
        return addresses(server, server.uri(), settings.trust(), dialer, deadlineNanos);
    }

    private Connection race(Server server, long deadlineNanos)
            throws IOException, InterruptedException {
        List<Race.Entrant> entrants = new ArrayList<>();
        Dialer webTransport = bindings.webTransport();
        if (webTransport != null) {
            entrants.add(
                    new Race.Entrant(
                            "WebTransport",
                            Duration.ZERO,
                            () -> webTransport(server, webTransport, deadlineNanos)));
        }
        Dialer webSocket = bindings.webSocket();
        if (webSocket != null) {
            Duration handicap =
                    webSocketWon.contains(server.key()) ? Duration.ZERO : settings.webSocketDelay();
            URI uri = server.with(server.scheme().equals("https") ? "wss" : "ws");
            entrants.add(
                    new Race.Entrant(
                            "WebSocket",
                            handicap,
                            () ->
                                    addresses(
                                            server,
                                            uri,
                                            settings.trust(),
                                            webSocket,
                                            deadlineNanos)));
        }
        if (entrants.isEmpty()) {
            throw new IOException(
                    "there is neither WebTransport nor WebSocket here to dial " + server.display());
        }
        Connection connection = Race.run(entrants, deadlineNanos);
        remember(server, connection.kind());
        return connection;
    }

    private Connection webTransport(Server server, Dialer dialer, long deadlineNanos)
            throws IOException, InterruptedException {
        TlsTrust trust =
                server.scheme().equals("http")
                        ? CertificateHash.fetch(server.uri(), left(deadlineNanos))
                        : settings.trust();
        return addresses(server, server.with("https"), trust, dialer, deadlineNanos);
    }

    private void remember(Server server, TransportKind winner) {
        if (winner != TransportKind.WEBSOCKET) {
            webSocketWon.remove(server.key());
        } else if (webSocketWon.size() < MAX_REMEMBERED) {
            webSocketWon.add(server.key());
        }
    }

    private Connection addresses(
            Server server, URI uri, TlsTrust trust, Dialer dialer, long deadlineNanos)
            throws IOException, InterruptedException {
        List<Race.Entrant> entrants = new ArrayList<>();
        for (InetAddress address : interleaved(resolve(server, deadlineNanos))) {
            InetSocketAddress to = new InetSocketAddress(address, server.port());
            entrants.add(
                    new Race.Entrant(
                            address.getHostAddress() + ":" + server.port(),
                            settings.attemptDelay(),
                            () ->
                                    dialer.dial(
                                            new DialTarget(
                                                    uri,
                                                    to,
                                                    settings.protocols(),
                                                    trust,
                                                    left(deadlineNanos)))));
        }
        return Race.run(entrants, deadlineNanos);
    }

    /// The platform's resolver cannot be interrupted: it is left behind on its own thread.
    private List<InetAddress> resolve(Server server, long deadlineNanos)
            throws IOException, InterruptedException {
        FutureTask<List<InetAddress>> lookup =
                new FutureTask<>(() -> settings.resolver().resolve(server.host()));
        Thread.ofVirtual().name("resolve " + server.host()).start(lookup);
        try {
            List<InetAddress> found =
                    lookup.get(left(deadlineNanos).toNanos(), TimeUnit.NANOSECONDS);
            if (found.isEmpty()) {
                throw new UnknownHostException(server.host() + " has no address");
            }
            return found;
        } catch (ExecutionException e) {
            throw new IOException("cannot resolve " + server.host(), e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(server.host() + " was not resolved in time");
        }
    }

    /// Families in turn, beginning with that of the resolver's favourite (RFC 8305 §4).
    static List<InetAddress> interleaved(List<InetAddress> found) {
        Deque<InetAddress> favourites = new ArrayDeque<>();
        Deque<InetAddress> others = new ArrayDeque<>();
        boolean six = found.getFirst() instanceof Inet6Address;
        for (InetAddress address : found) {
            (address instanceof Inet6Address == six ? favourites : others).add(address);
        }
        List<InetAddress> order = new ArrayList<>();
        while (!favourites.isEmpty() || !others.isEmpty()) {
            if (!favourites.isEmpty()) {
                order.add(favourites.removeFirst());
            }
            if (!others.isEmpty()) {
                order.add(others.removeFirst());
            }
        }
        return order;
    }

    private static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
    }

    /// A URI that was checked.
    private record Server(URI uri, String scheme, String host, int port) {
        static Server of(URI uri) {
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            int defaultPort =
                    switch (scheme) {
                        case "https", "wss", "moqt", "moql", "tls" -> 443;
                        case "http", "ws" -> 80;
                        case "tcp" -> -1;
                        default ->
                                throw new IllegalArgumentException(
                                        "not a scheme of MoQ servers (https, http, wss, ws, moqt,"
                                                + " moql, tls, tcp): "
                                                + scheme);
                    };
            String host = uri.getHost();
            int port = uri.getPort() == -1 ? defaultPort : uri.getPort();
            if (host == null || port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "a MoQ server's URI needs a host and, for tcp, a port: "
                                + scheme
                                + "://"
                                + uri.getRawAuthority());
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new Server(uri, scheme, bare, port);
        }

        /// The same server, path and query under another scheme.
        URI with(String other) {
            String rest = uri.toString().substring(uri.getScheme().length());
            try {
                return new URI(explicitPort(other, rest));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(e);
            }
        }

        /// The default port of one scheme is not that of the other.
        private String explicitPort(String other, String rest) {
            if (uri.getPort() != -1) {
                return other + rest;
            }
            String authority = uri.getRawAuthority();
            int end = rest.indexOf(authority) + authority.length();
            return other + rest.substring(0, end) + ":" + port + rest.substring(end);
        }

        String key() {
            return host.toLowerCase(Locale.ROOT) + ":" + port;
        }

        /// For people: no path or query, which may hold a token.
        String display() {
            return scheme + "://" + uri.getRawAuthority();
        }
    }
}
