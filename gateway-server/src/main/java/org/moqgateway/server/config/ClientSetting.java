package org.moqgateway.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.moqgateway.client.ClientRole;

/// Every setting of one client: the table behind the flags of `moq-gateway client`, their
/// environment variables, and the keys of an entry of [Setting#CLIENTS].
public enum ClientSetting implements Key {
    /// The remote, on the command line.
    URL(
            "url",
            "URL",
            "none",
            Place.COMMAND,
            false,
            "WHEP endpoint to pull from, or WHIP endpoint to push to: http or https."),
    /// The remote of an entry that pulls.
    SUBSCRIBE(
            "subscribe",
            "URL",
            "none",
            Place.ENTRY,
            false,
            "WHEP endpoint to pull from; either this or publish."),
    /// The remote of an entry that pushes.
    PUBLISH(
            "publish",
            "URL",
            "none",
            Place.ENTRY,
            false,
            "WHIP endpoint to push to; either this or subscribe."),
    /// The broadcast that is filled or sent.
    BROADCAST(
            "broadcast",
            "NAME",
            "none",
            Place.BOTH,
            false,
            "Broadcast to fill (subscribe) or to send (publish). Needed."),
    /// What it is started and stopped by.
    NAME(
            "name",
            "NAME",
            "broadcast-role",
            Place.BOTH,
            false,
            "Name of the client on the live page and in /api/clients, of its own among all clients;"
                    + " without it, for instance, cam0-subscribe."),
    /// The bearer token.
    TOKEN(
            "token",
            "TOKEN",
            "none",
            Place.BOTH,
            false,
            "Bearer token that the endpoint wants. Other users of this machine see flags:"
                    + " --token-file and the environment hide it."),
    /// The bearer token in a file.
    TOKEN_FILE(
            "token-file",
            "FILE",
            "none",
            Place.BOTH,
            false,
            "File with the bearer token, read again for each session; instead of --token."),
    /// Authorities that are believed.
    CA(
            "ca",
            "FILE",
            "the platform's",
            Place.BOTH,
            false,
            "PEM file with the authorities believed of an https endpoint, instead of the"
                    + " platform's."),
    /// Its own STUN and TURN servers.
    ICE_SERVER(
            "ice-server",
            "URL[,username=U,credential=C]",
            "none",
            Place.BOTH,
            true,
            "STUN or TURN server to ask for a way to the peer, besides those that the endpoint"
                    + " names, for instance turn:turn.example.net?transport=tcp,username=u,"
                    + "credential=c. Repeatable."),
    /// Whether only TURN will do.
    RELAY_ONLY(
            "relay-only",
            "true|false",
            "false",
            Place.BOTH,
            false,
            "Send media through TURN servers alone."),
    /// The video rendition.
    VIDEO_NAME(
            "video-name",
            "NAME",
            "any",
            Place.BOTH,
            false,
            "Name of the video rendition to publish; '' for no video, but not in the environment,"
                    + " where nothing means not set."),
    /// The bound of the video rendition.
    MAX_HEIGHT(
            "max-height",
            "N",
            "any",
            Place.BOTH,
            false,
            "Greatest height in pixels of the video rendition to publish."),
    /// The audio rendition.
    AUDIO_NAME(
            "audio-name",
            "NAME",
            "any",
            Place.BOTH,
            false,
            "Name of the audio rendition to publish; '' for no audio, but not in the environment,"
                    + " where nothing means not set."),
    /// How long the broadcast outlives its remote.
    LINGER(
            "linger",
            "DURATION",
            "10s",
            Place.BOTH,
            false,
            "How long the broadcast stays announced after the remote is gone, waiting for it to"
                    + " come back; 0s not at all."),
    /// Whether it ends instead of trying again.
    ONCE(
            "once",
            "true|false",
            "false",
            Place.BOTH,
            false,
            "End instead of trying again: in order when a session that was live or the published"
                    + " broadcast is over, with an error when the endpoint refuses (4xx but 409"
                    + " and 429) or breaks the protocol, another publisher has the name here, or"
                    + " the session breaks or never has media. The client command then ends the"
                    + " process: exit code 0 or 1."),
    /// Whether it begins by itself.
    ENABLED(
            "enabled",
            "true|false",
            "true",
            Place.ENTRY,
            false,
            "Whether the client begins by itself, or waits for its start button."),
    /// The bound of a connection.
    CONNECT_TIMEOUT(
            "connect-timeout",
            "DURATION",
            "5s",
            Place.BOTH,
            false,
            "How long a connection to the endpoint may take."),
    /// The bound of a request.
    REQUEST_TIMEOUT(
            "request-timeout",
            "DURATION",
            "10s",
            Place.BOTH,
            false,
            "How long a request may take with its redirects and its whole answer.");

    private static final String ENVIRONMENT_PREFIX = "MOQ_GATEWAY_CLIENT_";

    private final String key;
    private final String placeholder;
    private final String defaultText;
    private final Place place;
    private final boolean repeatable;
    private final String description;

    /// Where a setting may be written.
    private enum Place {
        /// As a flag or variable, and in an entry.
        BOTH,
        /// As a flag or variable.
        COMMAND,
        /// In an entry.
        ENTRY
    }

    ClientSetting(
            String key,
            String placeholder,
            String defaultText,
            Place place,
            boolean repeatable,
            String description) {
        this.key = key;
        this.placeholder = placeholder;
        this.defaultText = defaultText;
        this.place = place;
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

    /// Whether there are a flag and a variable of it.
    public boolean ofCommand() {
        return place != Place.ENTRY;
    }

    /// Whether an entry of [Setting#CLIENTS] may have it.
    public boolean ofEntry() {
        return place != Place.COMMAND;
    }

    /// Whether clients of a role have it: one that subscribes takes what the endpoint sends.
    boolean of(ClientRole role) {
        return switch (role) {
            case PUBLISH -> true;
            case SUBSCRIBE -> this != VIDEO_NAME && this != MAX_HEIGHT && this != AUDIO_NAME;
        };
    }

    static List<String> entryKeys() {
        return Arrays.stream(values())
                .filter(ClientSetting::ofEntry)
                .map(ClientSetting::key)
                .toList();
    }

    static Optional<ClientSetting> ofEntryKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.ofEntry() && setting.key.equals(key))
                .findFirst();
    }

    static Optional<ClientSetting> ofEnvironmentVariable(String name) {
        return Arrays.stream(values())
                .filter(
                        setting ->
                                setting.ofCommand() && setting.environmentVariable().equals(name))
                .findFirst();
    }
}
