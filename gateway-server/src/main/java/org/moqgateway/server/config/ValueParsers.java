package org.moqgateway.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One parser per kind of value. Empty means "not of this kind".
final class ValueParsers {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Pattern ICE_URL = Pattern.compile("(?i)(stuns?|turns?):[^\\s<>\",]+");
    private static final Pattern IP_LITERAL =
            Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Set<String> ICE_FIELDS = Set.of("url", "username", "credential");

    private ValueParsers() {}

    static Optional<HostPort> hostPort(String text) {
        return HostPort.parse(text);
    }

    static Optional<Integer> number(String text, int max) {
        if (!text.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        int value = Integer.parseInt(text);
        return value < 1 || value > max ? Optional.empty() : Optional.of(value);
    }

    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    default -> Duration.ofMinutes(count);
                };
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }

    static <E extends Enum<E>> Optional<E> word(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    /// Literals only: a name would be looked up once and then go stale.
    static Optional<InetAddress> address(String text) {
        if (!IP_LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> broadcast(String text) {
        String[] segments = text.split("/", -1);
        boolean valid =
                text.length() <= 256
                        && Arrays.stream(segments)
                                .noneMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))
                        && text.chars().noneMatch(Character::isISOControl);
        return valid ? Optional.of(text) : Optional.empty();
    }

    static Optional<String> origin(String text) {
        if (text.equals("*")) {
            return Optional.of(text);
        }
        try {
            URI uri = new URI(text);
            boolean valid =
                    uri.getScheme() != null
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawPath().isEmpty()
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            return valid ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Optional<IceServer> iceServer(RawSetting.Value value) {
        Map<String, String> fields = new HashMap<>(value.fields());
        if (fields.isEmpty()) {
            String[] parts = value.text().split(",", -1);
            fields.put("url", parts[0]);
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                fields.put(
                        equals < 0 ? parts[i] : parts[i].substring(0, equals),
                        parts[i].substring(equals + 1));
            }
        }
        String url = fields.getOrDefault("url", "");
        boolean valid =
                ICE_FIELDS.containsAll(fields.keySet())
                        && ICE_URL.matcher(url).matches()
                        && fields.values().stream()
                                .noneMatch(v -> v.chars().anyMatch(Character::isISOControl));
        return valid
                ? Optional.of(new IceServer(url, fields.get("username"), fields.get("credential")))
                : Optional.empty();
    }

    /// What a value of this setting looks like, to end the sentence "expected …".
    static String expected(Setting setting) {
        return switch (setting) {
            case LISTEN, UDP_BIND ->
                    "HOST:PORT such as localhost:8088 or [::]:8088, with a port from 0 to 65535";
            case PUBLIC_ADDR -> "an IP address without a port, such as 203.0.113.7 or 2001:db8::7";
            case BROADCAST ->
                    "a name such as live or live/cam0, without a leading slash or empty parts";
            case ON_CONFLICT -> "replace or reject";
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
            case CONFIG -> "the path of a YAML file";
        };
    }
}
