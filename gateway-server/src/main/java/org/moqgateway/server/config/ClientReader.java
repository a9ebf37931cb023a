package org.moqgateway.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.client.http.Endpoint;
import org.moqgateway.core.egress.RenditionChoice;
import org.moqgateway.core.transport.IceTransportSettings;
import org.moqgateway.moq.transport.tls.PemFiles;

/// Turns what was written of one client into checked settings.
final class ClientReader {
    /// Query parameters that are bearer tokens wherever they are seen.
    private static final Set<String> TOKENS =
            Set.of("token", "jwt", "access_token", "bearer", "bearer_token", "authorization");

    private static final int MAX_TOKEN_FILE = 64 * 1024;
    private static final int MAX_HEIGHT = 16384;

    private final RawClient raw;

    ClientReader(RawClient raw) {
        this.raw = raw;
    }

    ClientSettings read() throws SettingException {
        ClientRole role = role();
        ClientSetting where =
                switch (role) {
                    case SUBSCRIBE -> ClientSetting.SUBSCRIBE;
                    case PUBLISH -> ClientSetting.PUBLISH;
                };
        URI url = url(where);
        String broadcast = broadcast(role);
        renditionsOnlyOf(role);
        return new ClientSettings(
                name(role, broadcast),
                role,
                new Endpoint(
                        url,
                        token(),
                        roots(url),
                        one(ClientSetting.CONNECT_TIMEOUT, ValueParsers::duration),
                        one(ClientSetting.REQUEST_TIMEOUT, ValueParsers::duration)),
                broadcast,
                renditions(),
                new IceTransportSettings(
                        many(ClientSetting.ICE_SERVER, ValueParsers::iceServer),
                        one(ClientSetting.RELAY_ONLY, ValueParsers::truth),
                        isLoopback(url)),
                one(ClientSetting.LINGER, ValueParsers::durationOrZero),
                one(ClientSetting.ONCE, ValueParsers::truth),
                one(ClientSetting.ENABLED, ValueParsers::truth));
    }

    private ClientRole role() throws SettingException {
        boolean subscribes = raw.has(ClientSetting.SUBSCRIBE);
        if (subscribes && raw.has(ClientSetting.PUBLISH)) {
            throw new SettingException(
                    raw.source()
                            + " has both subscribe and publish: a client does one of them; write"
                            + " two clients.");
        }
        if (!subscribes && !raw.has(ClientSetting.PUBLISH)) {
            throw new SettingException(
                    raw.source()
                            + " has no URL: give subscribe: URL of a WHEP endpoint to pull from, or"
                            + " publish: URL of a WHIP endpoint to push to (--url URL on the"
                            + " command line).");
        }
        return subscribes ? ClientRole.SUBSCRIBE : ClientRole.PUBLISH;
    }

    private URI url(ClientSetting where) throws SettingException {
        URI url = one(where, ValueParsers::webUrl);
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String pair : query.split("&", -1)) {
            String key = pair.split("=", 2)[0].toLowerCase(Locale.ROOT);
            if (TOKENS.contains(key)) {
                throw new SettingException(
                        "the URL of "
                                + raw.source()
                                + " has a token in it (?"
                                + key
                                + "=), where logs and proxies show it: give the token with"
                                + " --token-file FILE (token-file in a file), --token or"
                                + " MOQ_GATEWAY_CLIENT_TOKEN, and the URL without it.");
            }
        }
        return url;
    }

    private String broadcast(ClientRole role) throws SettingException {
        if (!raw.has(ClientSetting.BROADCAST)) {
            throw new SettingException(
                    raw.source()
                            + " has no broadcast: give --broadcast NAME (broadcast in a file), the"
                            + " broadcast "
                            + switch (role) {
                                case SUBSCRIBE -> "to fill.";
                                case PUBLISH -> "to send.";
                            });
        }
        return one(ClientSetting.BROADCAST, ValueParsers::clientBroadcast);
    }

    private String name(ClientRole role, String broadcast) throws SettingException {
        if (raw.has(ClientSetting.NAME)) {
            return one(ClientSetting.NAME, ClientReader::name);
        }
        String name = broadcast + "-" + role.name().toLowerCase(Locale.ROOT);
        return name(name)
                .orElseThrow(
                        () ->
                                new SettingException(
                                        "the broadcast of "
                                                + raw.source()
                                                + " is too long to name the client after it: give"
                                                + " --name NAME (name in a file)."));
    }

    /// The last part of a URL that asks for a start or stop is no part of a name.
    private static Optional<String> name(String text) {
        return ValueParsers.clientBroadcast(text)
                .filter(name -> !name.endsWith("/start") && !name.endsWith("/stop"));
    }

    private void renditionsOnlyOf(ClientRole role) throws SettingException {
        for (ClientSetting setting :
                List.of(
                        ClientSetting.VIDEO_NAME,
                        ClientSetting.MAX_HEIGHT,
                        ClientSetting.AUDIO_NAME)) {
            if (role == ClientRole.SUBSCRIBE && raw.has(setting)) {
                throw new SettingException(
                        setting.key()
                                + " of "
                                + raw.source()
                                + " chooses what a client publishes: a client that subscribes takes"
                                + " what the endpoint sends.");
            }
        }
    }

    private RenditionChoice renditions() throws SettingException {
        RawSetting height = raw.get(ClientSetting.MAX_HEIGHT);
        return new RenditionChoice(
                optional(ClientSetting.VIDEO_NAME, ClientReader::rendition),
                height == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                one(
                                        ClientSetting.MAX_HEIGHT,
                                        text -> ValueParsers.number(text, MAX_HEIGHT))),
                optional(ClientSetting.AUDIO_NAME, ClientReader::rendition));
    }

    private static Optional<String> rendition(String text) {
        boolean valid = text.length() <= 256 && text.chars().noneMatch(Character::isISOControl);
        return valid ? Optional.of(text) : Optional.empty();
    }

    private Optional<Endpoint.TokenSource> token() throws SettingException {
        if (raw.has(ClientSetting.TOKEN) && raw.has(ClientSetting.TOKEN_FILE)) {
            throw new SettingException(
                    "token and token-file of "
                            + raw.source()
                            + " exclude each other: give the token or the file that holds it.");
        }
        if (raw.has(ClientSetting.TOKEN)) {
            String token = one(ClientSetting.TOKEN, text -> ValueParsers.token(text, 1));
            return Optional.of(() -> token);
        }
        if (!raw.has(ClientSetting.TOKEN_FILE)) {
            return Optional.empty();
        }
        Path file = one(ClientSetting.TOKEN_FILE, ValueParsers::file);
        try {
            tokenOf(file);
        } catch (IOException e) {
            throw new SettingException(
                    "bad value for token-file of " + raw.source() + ": " + e.getMessage() + ".");
        }
        return Optional.of(() -> tokenOf(file));
    }

    /// Reads a token, in UTF-8 with blanks and line ends around it.
    private static String tokenOf(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_TOKEN_FILE);
        } catch (IOException e) {
            throw new IOException(
                    "the token file "
                            + file
                            + " can't be read ("
                            + e.getClass().getSimpleName()
                            + ")",
                    e);
        }
        return ValueParsers.token(new String(bytes, StandardCharsets.UTF_8).strip(), 1)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the token file "
                                                + file
                                                + " holds no token: expected visible ASCII"
                                                + " characters in one line"));
    }

    private List<X509Certificate> roots(URI url) throws SettingException {
        if (!raw.has(ClientSetting.CA)) {
            return List.of();
        }
        if (!url.getScheme().equalsIgnoreCase("https")) {
            throw new SettingException(
                    "ca of "
                            + raw.source()
                            + " is for https, and the URL begins with http: correct one of them.");
        }
        Path file = one(ClientSetting.CA, ValueParsers::file);
        try {
            return PemFiles.certificates(file);
        } catch (IOException e) {
            throw new SettingException(
                    "bad value for ca of " + raw.source() + ": " + e.getMessage() + ".");
        }
    }

    /// Whether the endpoint is on this machine by its name: its media may be there then, too.
    private static boolean isLoopback(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || ValueParsers.address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private <T> Optional<T> optional(ClientSetting setting, Function<String, Optional<T>> parser)
            throws SettingException {
        return raw.has(setting) ? Optional.of(one(setting, parser)) : Optional.empty();
    }

    private <T> T one(ClientSetting setting, Function<String, Optional<T>> parser)
            throws SettingException {
        RawSetting written = raw.get(setting);
        if (written == null) {
            return parser.apply(setting.defaultText()).orElseThrow();
        }
        RawSetting.Value value = written.values().getLast();
        if ((written.values().size() > 1 && !isFlag(written)) || !value.fields().isEmpty()) {
            throw bad(setting, value.text(), written.source());
        }
        return parser.apply(value.text())
                .orElseThrow(() -> bad(setting, value.text(), written.source()));
    }

    /// A flag that stands twice counts as the last one; in a file it is a mistake.
    private static boolean isFlag(RawSetting written) {
        return written.source().startsWith("--");
    }

    private <T> List<T> many(ClientSetting setting, Function<RawSetting.Value, Optional<T>> parser)
            throws SettingException {
        RawSetting written = raw.get(setting);
        if (written == null) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (RawSetting.Value value : written.values()) {
            values.add(
                    parser.apply(value)
                            .orElseThrow(() -> bad(setting, value.text(), written.source())));
        }
        return values;
    }

    private static SettingException bad(ClientSetting setting, String text, String source) {
        return new SettingException(
                "bad value for "
                        + setting.key()
                        + ": \""
                        + Secrets.cut(setting, text)
                        + "\" (from "
                        + source
                        + "): expected "
                        + expected(setting)
                        + ".");
    }

    private static String expected(ClientSetting setting) {
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
            case TOKEN -> "1 to 8192 visible ASCII characters, without Bearer before them";
            case TOKEN_FILE -> "the path of a file that there is";
            case CA -> "the path of a PEM file that there is";
            case ICE_SERVER ->
                    "a stun:, stuns:, turn: or turns: URL, optionally with username and credential"
                            + " and nothing else";
            case RELAY_ONLY, ONCE, ENABLED -> "true or false";
            case VIDEO_NAME, AUDIO_NAME -> "the name of a rendition, or nothing for none";
            case MAX_HEIGHT -> "a whole number from 1 to " + MAX_HEIGHT;
            case LINGER -> "a duration such as 500ms, 30s or 0s";
            case CONNECT_TIMEOUT, REQUEST_TIMEOUT -> "a duration such as 500ms, 5s or 1m";
        };
    }
}
