package org.moqgateway.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every setting there is. The one table behind flags, environment variables, YAML keys, `--help`
/// and the configuration page.
public enum Setting {
    /// The HTTP address.
    LISTEN(
            "listen",
            "HOST:PORT",
            "localhost:8088",
            "HTTP address for WHIP, WHEP and the pages. IPv6 goes into brackets: [::]:8088 serves"
                    + " every address. Port 0 picks a free one and prints it."),
    /// The media address.
    UDP_BIND(
            "udp-bind",
            "HOST:PORT",
            "as listen",
            "UDP address for the media of every session. Without it: host and port number of"
                    + " --listen."),
    /// Addresses told to peers.
    PUBLIC_ADDR(
            "public-addr",
            "IP",
            "none",
            true,
            "IP address that peers reach this machine by, when it is not its own (NAT, cloud). The"
                    + " bound UDP port is told with it. Repeatable."),
    /// The names that are served.
    BROADCAST(
            "broadcast",
            "NAME",
            "any",
            "Serve only this broadcast and the names below it: 'live' serves live and live/cam0."),
    /// The rule for a second publisher.
    ON_CONFLICT(
            "on-conflict",
            "replace|reject",
            "replace",
            "What a second publisher of a live name does: replace takes the name over, reject is"
                    + " answered 409."),
    /// The bound on sessions.
    MAX_SESSIONS(
            "max-sessions",
            "N",
            "1000",
            "How many publishers and viewers may be connected at once; more get 503."),
    /// How long a silent peer is kept.
    PEER_TIMEOUT(
            "peer-timeout",
            "DURATION",
            "10s",
            "How long a connected peer may be silent before its session ends: 500ms, 10s, 2m."),
    /// Media event loops.
    MEDIA_THREADS("media-threads", "N", "one per processor", "How many threads carry media."),
    /// STUN and TURN servers told to peers.
    ICE_SERVER(
            "ice-server",
            "URL[,username=U,credential=C]",
            "none",
            true,
            "STUN or TURN server told to peers in Link headers, for instance stun:stun.example.net"
                + " or turn:turn.example.net?transport=udp,username=u,credential=c. Repeatable."),
    /// Web origins that may call the endpoints.
    CORS_ORIGIN(
            "cors-origin",
            "ORIGIN",
            "*",
            true,
            "Web origin whose pages may use the endpoints, for instance https://example.net; * is"
                    + " any. Repeatable."),
    /// The bound on connections.
    MAX_CONNECTIONS(
            "max-connections", "N", "4096", "How many HTTP connections may be open at once."),
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
            "How many POST, PATCH and DELETE requests one address may send per second, five"
                    + " seconds' worth at once; more get 429."),
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
    private final String placeholder;
    private final String defaultText;
    private final boolean repeatable;
    private final String description;

    Setting(String key, String placeholder, String defaultText, String description) {
        this(key, placeholder, defaultText, false, description);
    }

    Setting(
            String key,
            String placeholder,
            String defaultText,
            boolean repeatable,
            String description) {
        this.key = key;
        this.placeholder = placeholder;
        this.defaultText = defaultText;
        this.repeatable = repeatable;
        this.description = description;
    }

    /// The YAML key, for instance `udp-bind`.
    public String key() {
        return key;
    }

    /// The flag, for instance `--udp-bind`.
    public String flag() {
        return "--" + key;
    }

    /// The environment variable, for instance `MOQ_GATEWAY_UDP_BIND`.
    public String environmentVariable() {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// What stands for the value in help texts.
    public String placeholder() {
        return placeholder;
    }

    /// The default as people read it; a word such as `none` where it is not a value.
    public String defaultText() {
        return defaultText;
    }

    /// Whether the setting takes several values: a repeated flag, a YAML list, or words in the
    /// environment.
    public boolean repeatable() {
        return repeatable;
    }

    /// What it does, in a sentence or two.
    public String description() {
        return description;
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
