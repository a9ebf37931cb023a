package org.moqgateway.server.config;

/// What a value of a setting looks like, to end the sentence "expected …".
final class Expected {
    private Expected() {}

    static String of(Key setting) {
        return switch (setting) {
            case Setting ours -> of(ours);
            case ClientSetting ofClient -> of(ofClient);
        };
    }

    /// @param shortest how many characters it has at least
    static String token(int shortest) {
        return shortest + " to " + ValueParsers.MAX_TOKEN + " visible ASCII characters";
    }

    private static String of(Setting setting) {
        return switch (setting) {
            case LISTEN, UDP_BIND, QUIC_BIND, QMUX_BIND ->
                    "HOST:PORT such as localhost:8088 or [::]:8088, with a port from 0 to 65535";
            case PUBLIC_ADDR -> "an IP address without a port, such as 203.0.113.7 or 2001:db8::7";
            case BROADCAST ->
                    "a name such as live or live/cam0, without a leading slash or empty parts";
            case ON_CONFLICT -> "replace or reject";
            case BFRAMES -> "drop, refuse or pass";
            case CONTAINER -> "legacy or loc";
            case ROLES -> "whip or whep";
            case CLIENTS ->
                    "subscribe=URL or publish=URL, broadcast=NAME and other keys of a client,"
                            + " separated by commas";
            case ADMIN_TOKEN -> token(8);
            case MAX_SESSIONS,
                    MAX_CONNECTIONS,
                    MAX_CONNECTIONS_PER_ADDRESS,
                    MAX_REQUESTS_PER_SECOND ->
                    "a whole number from 1 to 1000000";
            case PEER_TIMEOUT -> "a duration such as 500ms, 30s or 2m";
            case MEDIA_THREADS -> "a whole number from 1 to 256";
            case ICE_SERVER ->
                    "a stun:, stuns:, turn: or turns: URL, optionally with username and credential"
                            + " and nothing else";
            case CORS_ORIGIN -> "an origin such as https://example.net, without a path, or *";
            case LOG_FORMAT -> "text or json";
            case LOG_LEVEL -> "error, warn, info, debug or trace";
            case TLS_CERT, TLS_KEY, CLIENT_TLS_ROOT -> "the path of a PEM file that there is";
            case AUTH_KEY, CLUSTER_TOKEN, ADMIN_TOKEN_FILE -> "the path of a file that there is";
            case AUTH_KEY_DIR -> "the path of a folder that there is, or an http or https URL";
            case QUIC -> "auto, netty or kwik";
            case RELAY, CLUSTER_CONNECT ->
                    "a URL such as https://relay.example.net/anon, http://localhost:4443/ or"
                            + " wss://relay.example.net/; tcp:// needs a port, and ?cost= is a"
                            + " whole number from 1 to 1000000";
            case CLUSTER_NODE -> "a URL such as https://node1.example.net:8088/";
            case CLUSTER_ID -> "a whole number from 1 to 9007199254740991";
            case CLIENT_TLS_FINGERPRINT ->
                    "64 hexadecimal digits, as /certificate.sha256 gives them";
            case AUTH_PUBLIC, AUTH_PUBLIC_PUBLISH, AUTH_PUBLIC_SUBSCRIBE ->
                    "a name such as anon or live/cam0, or / for all";
            case PUBLIC -> "true or false";
            case LINGER -> "a duration such as 500ms, 5s or 0s";
            case CACHE -> "a size such as 512MiB or 2GiB, or a share of the heap from 1% to 90%";
            case MOQ_VERSIONS -> String.join(", ", ValueParsers.VERSIONS);
            case CONFIG -> "the path of a YAML file";
        };
    }

    private static String of(ClientSetting setting) {
        return switch (setting) {
            case URL, SUBSCRIBE, PUBLISH ->
                    "an http or https URL such as https://camera.example/whep/cam0, without a user"
                            + " name and without #";
            case BROADCAST ->
                    "a name such as live or live/cam0, without a leading slash, empty parts, dots"
                            + " alone, or .internal at its start";
            case NAME ->
                    "a name such as cam0 or live/cam0, without a leading slash or empty parts, and"
                            + " without /start or /stop at its end";
            case TOKEN -> token(1) + ", without Bearer before them";
            case TOKEN_FILE -> "the path of a file that there is";
            case CA -> "the path of a PEM file that there is";
            case ICE_SERVER ->
                    "a stun:, stuns:, turn: or turns: URL, optionally with username and credential"
                            + " and nothing else";
            case RELAY_ONLY, ONCE, ENABLED -> "true or false";
            case VIDEO_NAME, AUDIO_NAME -> "the name of a rendition, or nothing for none";
            case MAX_HEIGHT -> "a whole number from 1 to " + RenditionValues.MAX_HEIGHT;
            case LINGER -> "a duration such as 500ms, 30s or 0s";
            case CONNECT_TIMEOUT, REQUEST_TIMEOUT -> "a duration such as 500ms, 5s or 1m";
        };
    }
}
