package org.moqgateway.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.moq.wire.InternalPath;

/// One parser per kind of value. Empty means "not of this kind".
final class ValueParsers {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Pattern ICE_URL = Pattern.compile("(?i)(stuns?|turns?):[^\\s<>\",]+");
    private static final Pattern IP_LITERAL =
            Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Set<String> ICE_FIELDS = Set.of("url", "username", "credential");

    private static final Set<String> WEB_SCHEMES = Set.of("http", "https");
    private static final Set<String> RELAY_SCHEMES =
            Set.of("http", "https", "ws", "wss", "moqt", "moql", "tls", "tcp");

    private static final String COST = "cost=";
    private static final int MAX_COST = 1_000_000;

    /// JavaScript clients hold hop ids in a double.
    private static final long MAX_CLUSTER_ID = (1L << 53) - 1;

    /// Header lines are bounded too.
    static final int MAX_TOKEN = 8192;

    static final List<String> VERSIONS =
            List.of("moq-lite-03", "moq-lite-04", "moq-lite-05", "moq-lite-06-wip");

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

    /// As [#duration], but nothing at all will do too.
    static Optional<Duration> durationOrZero(String text) {
        return text.matches("0(ms|s|m)") ? Optional.of(Duration.ZERO) : duration(text);
    }

    static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Optional<Path> file(String text) {
        try {
            Path path = Path.of(text);
            return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// A folder or a URL, as it stands.
    static Optional<String> keyDirectory(String text) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return url(text, WEB_SCHEMES).map(URI::toString);
        }
        try {
            return Files.isDirectory(Path.of(text)) ? Optional.of(text) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// A prefix of broadcast names; `/` is all of them.
    static Optional<String> prefix(String text) {
        String bare = text.replaceAll("^/+|/+$", "");
        return bare.isEmpty() ? Optional.of("") : broadcast(bare);
    }

    static Optional<URI> relayUrl(String text) {
        return url(text, RELAY_SCHEMES)
                .filter(uri -> uri.getPort() != -1 || !uri.getScheme().equalsIgnoreCase("tcp"))
                .filter(ValueParsers::costs);
    }

    /// Whether each `?cost=` of a URL is one: what a route that comes over the link costs more.
    private static boolean costs(URI uri) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> pair.startsWith(COST))
                .allMatch(pair -> number(pair.substring(COST.length()), MAX_COST).isPresent());
    }

    static Optional<URI> webUrl(String text) {
        return url(text, WEB_SCHEMES);
    }

    private static Optional<URI> url(String text, Set<String> schemes) {
        try {
            URI uri = new URI(text);
            boolean valid =
                    uri.getScheme() != null
                            && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                            && uri.getHost() != null
                            && uri.getPort() != 0
                            && uri.getPort() <= 65535
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null;
            return valid ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Optional<Long> clusterId(String text) {
        if (!text.matches("\\d{1,16}")) {
            return Optional.empty();
        }
        long id = Long.parseLong(text);
        return id < 1 || id > MAX_CLUSTER_ID ? Optional.empty() : Optional.of(id);
    }

    static Optional<String> fingerprint(String text) {
        String bare = text.replace(":", "").toLowerCase(Locale.ROOT);
        return bare.matches("[0-9a-f]{64}") ? Optional.of(bare) : Optional.empty();
    }

    static Optional<String> version(String text) {
        return VERSIONS.contains(text) ? Optional.of(text) : Optional.empty();
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

    /// As [#broadcast], without the names that relays keep for themselves, and no longer than a
    /// name in a URL may be.
    static Optional<String> clientBroadcast(String text) {
        return broadcast(text)
                .filter(
                        name ->
                                !InternalPath.covers(name)
                                        && name.getBytes(StandardCharsets.UTF_8).length <= 256);
    }

    /// What stands in `Authorization` (RFC 6750 §2.1), generously: some servers' tokens have other
    /// characters.
    static Optional<String> token(String text, int shortest) {
        boolean valid =
                text.length() >= shortest
                        && text.length() <= MAX_TOKEN
                        && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
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
}
