package org.moqgateway.server.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

    private final String source;
    private final RawValues<ClientSetting> values;

    ClientReader(RawClient raw) {
        this.source = raw.source();
        this.values = new RawValues<>(raw.settings());
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
                        values.one(ClientSetting.CONNECT_TIMEOUT, ValueParsers::duration),
                        values.one(ClientSetting.REQUEST_TIMEOUT, ValueParsers::duration)),
                broadcast,
                renditions(),
                new IceTransportSettings(
                        values.many(ClientSetting.ICE_SERVER, ValueParsers::iceServer),
                        values.one(ClientSetting.RELAY_ONLY, ValueParsers::truth),
                        isLoopback(url)),
                values.one(ClientSetting.LINGER, ValueParsers::durationOrZero),
                values.one(ClientSetting.ONCE, ValueParsers::truth),
                values.one(ClientSetting.ENABLED, ValueParsers::truth));
    }

    private ClientRole role() throws SettingException {
        boolean subscribes = values.has(ClientSetting.SUBSCRIBE);
        if (subscribes && values.has(ClientSetting.PUBLISH)) {
            throw new SettingException(
                    source
                            + " has both subscribe and publish: a client does one of them; write"
                            + " two clients.");
        }
        if (!subscribes && !values.has(ClientSetting.PUBLISH)) {
            throw new SettingException(
                    source
                            + " has no URL: give subscribe: URL of a WHEP endpoint to pull from, or"
                            + " publish: URL of a WHIP endpoint to push to (--url URL on the"
                            + " command line).");
        }
        return subscribes ? ClientRole.SUBSCRIBE : ClientRole.PUBLISH;
    }

    private URI url(ClientSetting where) throws SettingException {
        URI url = values.one(where, ValueParsers::webUrl);
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String pair : query.split("&", -1)) {
            String key = pair.split("=", 2)[0].toLowerCase(Locale.ROOT);
            if (TOKENS.contains(key)) {
                throw new SettingException(
                        "the URL of "
                                + source
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
        if (!values.has(ClientSetting.BROADCAST)) {
            throw new SettingException(
                    source
                            + " has no broadcast: give --broadcast NAME (broadcast in a file), the"
                            + " broadcast "
                            + switch (role) {
                                case SUBSCRIBE -> "to fill.";
                                case PUBLISH -> "to send.";
                            });
        }
        return values.one(ClientSetting.BROADCAST, ValueParsers::clientBroadcast);
    }

    private String name(ClientRole role, String broadcast) throws SettingException {
        if (values.has(ClientSetting.NAME)) {
            return values.one(ClientSetting.NAME, ClientReader::name);
        }
        String name = broadcast + "-" + Word.of(role);
        return name(name)
                .orElseThrow(
                        () ->
                                new SettingException(
                                        "the broadcast of "
                                                + source
                                                + " is too long to name the client after it: give"
                                                + " --name NAME (name in a file)."));
    }

    /// The last part of a URL that asks for a start or stop is no part of a name.
    private static Optional<String> name(String text) {
        return ValueParsers.clientBroadcast(text)
                .filter(name -> !name.endsWith("/start") && !name.endsWith("/stop"));
    }

    private void renditionsOnlyOf(ClientRole role) throws SettingException {
        for (ClientSetting setting : ClientSetting.values()) {
            if (!setting.of(role) && values.has(setting)) {
                throw new SettingException(
                        setting.key()
                                + " of "
                                + source
                                + " chooses what a client publishes: a client that subscribes takes"
                                + " what the endpoint sends.");
            }
        }
    }

    private RenditionChoice renditions() throws SettingException {
        Optional<Integer> height =
                values.optional(ClientSetting.MAX_HEIGHT, RenditionValues::height);
        return new RenditionChoice(
                values.optional(ClientSetting.VIDEO_NAME, RenditionValues::name),
                height.map(OptionalInt::of).orElse(OptionalInt.empty()),
                values.optional(ClientSetting.AUDIO_NAME, RenditionValues::name));
    }

    private Optional<Endpoint.TokenSource> token() throws SettingException {
        values.exclude(
                ClientSetting.TOKEN,
                ClientSetting.TOKEN_FILE,
                "give the token or the file that holds it");
        if (values.has(ClientSetting.TOKEN)) {
            String token = values.one(ClientSetting.TOKEN, text -> ValueParsers.token(text, 1));
            return Optional.of(() -> token);
        }
        if (!values.has(ClientSetting.TOKEN_FILE)) {
            return Optional.empty();
        }
        Path file = values.one(ClientSetting.TOKEN_FILE, ValueParsers::file);
        try {
            String unused = TokenFile.read(file, 1);
        } catch (IOException e) {
            throw new SettingException(
                    "bad value for token-file of " + source + ": " + e.getMessage() + ".");
        }
        return Optional.of(() -> TokenFile.read(file, 1));
    }

    private List<X509Certificate> roots(URI url) throws SettingException {
        if (!values.has(ClientSetting.CA)) {
            return List.of();
        }
        if (!url.getScheme().equalsIgnoreCase("https")) {
            throw new SettingException(
                    "ca of "
                            + source
                            + " is for https, and the URL begins with http: correct one of them.");
        }
        Path file = values.one(ClientSetting.CA, ValueParsers::file);
        try {
            return PemFiles.certificates(file);
        } catch (IOException e) {
            throw new SettingException(
                    "bad value for ca of " + source + ": " + e.getMessage() + ".");
        }
    }

    /// Whether the endpoint is on this machine by its name: its media may be there then, too.
    private static boolean isLoopback(URI url) {
        return Host.isLoopback(Host.bare(url.getHost()));
    }
}
