package org.moqgateway.server.config;

import java.util.Arrays;
import java.util.Optional;

/// Every setting there is. The one table behind flags, environment variables, YAML keys, `--help`
/// and the configuration page.
public enum Setting implements Key {
    /// The HTTP address.
    LISTEN(
            "listen",
            "HOST:PORT",
            "localhost:8088",
            "TCP address for WHIP, WHEP, the pages and MoQ over WebSocket. IPv6 goes into brackets:"
                    + " [::]:8088 serves every address. Port 0 picks a free one and prints it."),
    /// The media address.
    UDP_BIND(
            "udp-bind",
            "HOST:PORT",
            "as listen",
            "UDP address for the media of every session and for MoQ over QUIC and WebTransport."
                    + " Without it: host and port number of --listen."),
    /// The certificate chain.
    TLS_CERT(
            "tls-cert",
            "FILE",
            "a fresh one",
            "PEM file with the certificate and its chain; together with --tls-key. HTTP becomes"
                + " HTTPS, and QUIC shows it. Read again when it changes. Without it: HTTP stays"
                + " plain, and QUIC shows a self-signed certificate of 14 days, whose SHA-256"
                + " fingerprint /certificate.sha256 tells."),
    /// The private key of the certificate.
    TLS_KEY(
            "tls-key",
            "FILE",
            "a fresh one",
            "PEM file with the private key of --tls-cert, not encrypted."),
    /// The QUIC stack.
    QUIC(
            "quic",
            "auto|netty|kwik",
            "auto",
            "QUIC stack: netty (native code, shares the media port), kwik (Java alone, needs a port"
                    + " of its own), or auto: netty where its library loads."),
    /// The UDP address of QUIC.
    QUIC_BIND(
            "quic-bind",
            "HOST:PORT",
            "as udp-bind",
            "UDP address for QUIC alone. Without it: the media port with netty, the port number"
                    + " after it with kwik; of a relay alone, --udp-bind."),
    /// The TCP address of QMux.
    QMUX_BIND(
            "qmux-bind",
            "HOST:PORT",
            "none",
            "TCP address for MoQ over TLS (QMux, tls://HOST:PORT). The port of --listen carries MoQ"
                    + " over WebSocket anyway."),
    /// Somebody's relay.
    RELAY(
            "relay",
            "URL",
            "none",
            Program.SERVE,
            "MoQ relay to share broadcasts with, for instance https://relay.example.net/anon or, on"
                    + " this machine, http://localhost:4443/anon, whose certificate is then fetched"
                    + " first; ?jwt=TOKEN if it wants one. Dialled for ever."),
    /// Other nodes of the cluster.
    CLUSTER_CONNECT(
            "cluster-connect",
            "URL",
            "none",
            true,
            "Relay to form a cluster with, as in --relay; ?cost=N makes the link dearer than the 1"
                    + " it costs otherwise. Repeatable."),
    /// Our own URL in the cluster.
    CLUSTER_NODE(
            "cluster-node",
            "URL",
            "none",
            "URL that other nodes of the cluster reach this one by. It is announced to them, and"
                    + " nodes that announce theirs are dialled."),
    /// The token for other nodes.
    CLUSTER_TOKEN(
            "cluster-token",
            "FILE",
            "none",
            "File with the token shown to nodes whose URL has no ?jwt=."),
    /// The id in hop lists.
    CLUSTER_ID(
            "cluster-id",
            "N",
            "random",
            "This node's id in the hop lists of announcements, from 1 to 2^53-1; another one on"
                    + " each node."),
    /// Authorities that are believed when dialling.
    CLIENT_TLS_ROOT(
            "client-tls-root",
            "FILE",
            "the platform's",
            true,
            "PEM file with the authorities believed when dialling a relay, instead of the"
                    + " platform's. Repeatable."),
    /// Certificates that are believed when dialling.
    CLIENT_TLS_FINGERPRINT(
            "client-tls-fingerprint",
            "HEX",
            "none",
            true,
            "SHA-256 fingerprint of a certificate believed when dialling a relay, whoever issued"
                    + " it, instead of all others. Repeatable."),
    /// The key that tokens are checked with.
    AUTH_KEY(
            "auth-key",
            "FILE",
            "none",
            "Key (JWK) that tokens are checked with: ?jwt=TOKEN for MoQ, Authorization: Bearer"
                    + " TOKEN for WHIP and WHEP."),
    /// Many keys.
    AUTH_KEY_DIR(
            "auth-key-dir",
            "DIR|URL",
            "none",
            "Folder or URL with a key ID.jwk for every key id that a token may name; instead of"
                    + " --auth-key."),
    /// What needs no token.
    AUTH_PUBLIC(
            "auth-public",
            "PREFIX",
            "none",
            true,
            "Broadcasts that need no token: this name and those below it; / is all. Repeatable."),
    /// What needs no token to be published.
    AUTH_PUBLIC_PUBLISH(
            "auth-public-publish",
            "PREFIX",
            "none",
            true,
            "Likewise, but only to publish. Repeatable."),
    /// What needs no token to be played.
    AUTH_PUBLIC_SUBSCRIBE(
            "auth-public-subscribe",
            "PREFIX",
            "none",
            true,
            "Likewise, but only to play. Repeatable."),
    /// Serve everyone without a key.
    PUBLIC(
            "public",
            "true|false",
            "false",
            "Let everyone publish and play everything, also from other machines. Without it and"
                + " without --auth-key, --auth-key-dir or --auth-public…, only addresses of this"
                + " machine alone may be listened on."),
    /// How long a lost broadcast waits.
    LINGER(
            "linger",
            "DURATION",
            "5s",
            "How long a broadcast whose MoQ publisher was lost stays announced, waiting for it to"
                    + " come back; 0s not at all."),
    /// The bound of the cache.
    CACHE(
            "cache",
            "BYTES|PERCENT",
            "25%",
            "How much of past groups is kept in all for late subscribers and fetches: 512MiB, 2GiB,"
                    + " or a share of the heap. The newest group of a track always is."),
    /// MoQ versions.
    MOQ_VERSIONS(
            "moq-versions",
            "VERSION",
            "moq-lite-05 moq-lite-04 moq-lite-03",
            true,
            "MoQ versions that are spoken, favourite first; moq-lite-06-wip only when named."
                    + " Repeatable."),
    /// Addresses told to peers.
    PUBLIC_ADDR(
            "public-addr",
            "IP",
            "none",
            Program.SERVE,
            true,
            "IP address that peers reach this machine by, when it is not its own (NAT, cloud). The"
                    + " bound UDP port is told with it. Repeatable."),
    /// The names that are served.
    BROADCAST(
            "broadcast",
            "NAME",
            "any",
            Program.SERVE,
            "Serve only this broadcast and the names below it, over WHIP, WHEP and to MoQ sessions:"
                    + " 'live' serves live and live/cam0."),
    /// The rule for a second publisher.
    ON_CONFLICT(
            "on-conflict",
            "replace|reject",
            "replace",
            Program.SERVE,
            "What a second publisher of a live name does: replace takes the name over, reject is"
                    + " answered 409 or, over MoQ, waits until a publisher over WHIP has ended."),
    /// The rule for video that WebRTC cannot show.
    BFRAMES(
            "bframes",
            "drop|refuse|pass",
            "drop",
            Program.SERVE,
            "Video with B-frames, which browsers show in the wrong order over WebRTC: drop leaves"
                + " them out where no other frame needs them and else ends the viewers' video with"
                + " a reason, refuse always ends it, pass sends everything."),
    /// The container of what is published.
    CONTAINER(
            "container",
            "legacy|loc",
            "legacy",
            Program.SERVE,
            "How the frames of WebRTC publishers are wrapped for MoQ: legacy is read by every"
                    + " player, loc is the Low Overhead Container of the IETF."),
    /// The endpoints that are served.
    ROLES(
            "roles",
            "whip|whep",
            "whip whep",
            Program.SERVE,
            true,
            "Endpoints that peers may come to: whip lets them publish, whep lets them play; the"
                    + " other one is switched off. Repeatable."),
    /// The client roles.
    CLIENTS(
            "clients",
            "ROLE=URL,KEY=VALUE…",
            "none",
            Program.SERVE,
            true,
            "WHEP endpoint to pull from or WHIP endpoint to push to, for instance"
                + " subscribe=https://camera.example/whep/cam0,broadcast=cam0; the keys are under"
                + " \"Clients\". Other users of this machine see flags (/proc): give tokens by"
                + " token-file. Repeatable."),
    /// Who may start and stop clients.
    ADMIN_TOKEN(
            "admin-token",
            "TOKEN",
            "none",
            Program.SERVE,
            "Bearer token of those who may start and stop clients, of 8 characters at least."
                + " Without it and --admin-token-file nobody may, but users of this machine where"
                + " only this machine may come in."),
    /// Who may start and stop clients, in a file.
    ADMIN_TOKEN_FILE(
            "admin-token-file",
            "FILE",
            "none",
            Program.SERVE,
            "File with the admin token; instead of --admin-token, which other users of this machine"
                    + " see."),
    /// The bound on sessions.
    MAX_SESSIONS(
            "max-sessions",
            "N",
            "1000",
            Program.SERVE,
            "How many publishers and viewers may be connected at once; more get 503."),
    /// How long a silent peer is kept.
    PEER_TIMEOUT(
            "peer-timeout",
            "DURATION",
            "10s",
            Program.SERVE,
            "How long a connected peer may be silent before its session ends: 500ms, 10s, 2m."),
    /// Media event loops.
    MEDIA_THREADS("media-threads", "N", "one per processor", "How many threads carry media."),
    /// STUN and TURN servers told to peers.
    ICE_SERVER(
            "ice-server",
            "URL[,username=U,credential=C]",
            "none",
            Program.SERVE,
            true,
            "STUN or TURN server told to peers in Link headers, for instance stun:stun.example.net"
                + " or turn:turn.example.net?transport=udp,username=u,credential=c. Repeatable."),
    /// Web origins that may call the endpoints.
    CORS_ORIGIN(
            "cors-origin",
            "ORIGIN",
            "any, or this machine's",
            true,
            "Web origin whose pages may use HTTP, WebSocket and WebTransport, for instance"
                    + " https://example.net; * is any. Without it: any where a key, --auth-public"
                    + " or --public says who may come in, else pages of this machine"
                    + " (http://localhost). Repeatable."),
    /// The bound on connections.
    MAX_CONNECTIONS(
            "max-connections",
            "N",
            "4096",
            "How many HTTP connections may be open at once, and how many of MoQ over QUIC and TLS"
                    + " besides."),
    /// The bound on connections from one address.
    MAX_CONNECTIONS_PER_ADDRESS(
            "max-connections-per-address",
            "N",
            "1024",
            "How many of them may come from one address. Raise it behind a reverse proxy."),
    /// The bound on requests from one address.
    MAX_REQUESTS_PER_SECOND(
            "max-requests-per-second",
            "N",
            "200",
            "How many requests that cost something (POST, PATCH, DELETE, WebSocket, /announced,"
                    + " /fetch, /snapshot, /metrics) one address may send per second, five seconds'"
                    + " worth at once; more get 429."),
    /// The shape of a log line.
    LOG_FORMAT(
            "log-format", "text|json", "text", "Log lines for people, or one JSON object a line."),
    /// What is logged.
    LOG_LEVEL(
            "log-level",
            "LEVEL",
            "info",
            "Least important log level: error, warn, info, debug or trace."),
    /// The YAML file.
    CONFIG(
            "config",
            "FILE",
            "none",
            "YAML file with any of these keys. Flags and environment win over it.");

    private static final String ENVIRONMENT_PREFIX = "MOQ_GATEWAY_";

    private final String key;
    private final Program program;
    private final String placeholder;
    private final String defaultText;
    private final boolean repeatable;
    private final String description;

    /// What a setting is for.
    private enum Program {
        /// The gateway and the relay alone.
        BOTH,
        /// The gateway only.
        SERVE
    }

    Setting(String key, String placeholder, String defaultText, String description) {
        this(key, placeholder, defaultText, Program.BOTH, false, description);
    }

    Setting(
            String key,
            String placeholder,
            String defaultText,
            boolean repeatable,
            String description) {
        this(key, placeholder, defaultText, Program.BOTH, repeatable, description);
    }

    Setting(
            String key,
            String placeholder,
            String defaultText,
            Program program,
            String description) {
        this(key, placeholder, defaultText, program, false, description);
    }

    Setting(
            String key,
            String placeholder,
            String defaultText,
            Program program,
            boolean repeatable,
            String description) {
        this.key = key;
        this.placeholder = placeholder;
        this.defaultText = defaultText;
        this.program = program;
        this.repeatable = repeatable;
        this.description = description;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String environmentPrefix() {
        return ENVIRONMENT_PREFIX;
    }

    @Override
    public String placeholder() {
        return placeholder;
    }

    @Override
    public String defaultText() {
        return defaultText;
    }

    @Override
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public String description() {
        return description;
    }

    /// Whether the relay alone has it too. A file or environment may be shared: there the others do
    /// no harm.
    public boolean ofRelay() {
        return program == Program.BOTH;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    static Optional<Setting> ofEnvironmentVariable(String name) {
        return Arrays.stream(values())
                .filter(s -> s.environmentVariable().equals(name))
                .findFirst();
    }

    static boolean isOurs(String environmentVariable) {
        return environmentVariable.startsWith(ENVIRONMENT_PREFIX);
    }
}
