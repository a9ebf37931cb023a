package org.moqgateway.server.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.BFrames;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.webrtc.ConflictPolicy;
import org.moqgateway.server.config.GatewaySettings.ConnectionSettings;

/// Turns what was written into checked values.
final class SettingsReader {
    private final Map<Setting, RawSetting> written;
    private final @Nullable RawClient command;

    /// @param command the client of the command line, null without one
    SettingsReader(Map<Setting, RawSetting> written, @Nullable RawClient command) {
        this.written = written;
        this.command = command;
    }

    GatewaySettings read() throws SettingException {
        HostPort listen = one(Setting.LISTEN, ValueParsers::hostPort);
        HostPort udpBind = oneOr(Setting.UDP_BIND, ValueParsers::hostPort, listen);
        MoqSettingsReader moq = new MoqSettingsReader(this);
        AccessSettings access = moq.access();
        RelaySettings relay = moq.relay();
        Exposure.check(access, listen, udpBind, relay);
        return new GatewaySettings(
                listen,
                udpBind,
                many(Setting.PUBLIC_ADDR, value -> ValueParsers.address(value.text())),
                broadcast(),
                one(Setting.ON_CONFLICT, text -> ValueParsers.word(ConflictPolicy.class, text)),
                one(Setting.BFRAMES, text -> ValueParsers.word(BFrames.class, text)),
                one(Setting.CONTAINER, text -> ValueParsers.word(IngestContainer.class, text)),
                roles(),
                new ClientsReader(this, command).read(),
                one(Setting.MAX_SESSIONS, text -> ValueParsers.number(text, 1_000_000)),
                one(Setting.PEER_TIMEOUT, ValueParsers::duration),
                oneOr(
                        Setting.MEDIA_THREADS,
                        text -> ValueParsers.number(text, 256),
                        Runtime.getRuntime().availableProcessors()),
                many(Setting.ICE_SERVER, ValueParsers::iceServer),
                corsOrigins(access),
                new ConnectionSettings(
                        one(Setting.MAX_CONNECTIONS, text -> ValueParsers.number(text, 1_000_000)),
                        one(
                                Setting.MAX_CONNECTIONS_PER_ADDRESS,
                                text -> ValueParsers.number(text, 1_000_000)),
                        one(
                                Setting.MAX_REQUESTS_PER_SECOND,
                                text -> ValueParsers.number(text, 1_000_000))),
                moq.tls(),
                access,
                relay,
                one(Setting.LOG_FORMAT, text -> ValueParsers.word(LogFormat.class, text)),
                one(Setting.LOG_LEVEL, text -> ValueParsers.word(LogLevel.class, text)));
    }

    private @Nullable String broadcast() throws SettingException {
        return written.containsKey(Setting.BROADCAST)
                ? one(Setting.BROADCAST, ValueParsers::broadcast)
                : null;
    }

    private Set<ServerRole> roles() throws SettingException {
        List<ServerRole> named =
                many(Setting.ROLES, value -> ValueParsers.word(ServerRole.class, value.text()));
        return named.isEmpty() ? EnumSet.allOf(ServerRole.class) : EnumSet.copyOf(named);
    }

    private List<String> corsOrigins(AccessSettings access) throws SettingException {
        RawSetting raw = written.get(Setting.CORS_ORIGIN);
        if (raw == null) {
            return access.unguarded() ? List.of() : List.of("*");
        }
        List<String> origins =
                many(Setting.CORS_ORIGIN, value -> ValueParsers.origin(value.text()));
        if (origins.size() > 1 && origins.contains("*")) {
            throw new SettingException(
                    "bad value for cors-origin: \"*\" (from "
                            + raw.source()
                            + ") already allows every origin: give either * alone or a list of"
                            + " origins.");
        }
        return origins;
    }

    <T> T one(Setting setting, Function<String, Optional<T>> parser) throws SettingException {
        RawSetting raw = written.get(setting);
        if (raw == null) {
            return parser.apply(setting.defaultText()).orElseThrow();
        }
        String text = raw.values().getLast().text();
        return parser.apply(text).orElseThrow(() -> bad(setting, text, raw.source()));
    }

    /// The source of a setting that was written, for messages; null when it was not.
    @Nullable RawSetting written(Setting setting) {
        return written.get(setting);
    }

    <T> @Nullable T oneOrNull(Setting setting, Function<String, Optional<T>> parser)
            throws SettingException {
        return written.containsKey(setting) ? one(setting, parser) : null;
    }

    <T> T oneOr(Setting setting, Function<String, Optional<T>> parser, T otherwise)
            throws SettingException {
        return written.containsKey(setting) ? one(setting, parser) : otherwise;
    }

    <T> List<T> many(Setting setting, Function<RawSetting.Value, Optional<T>> parser)
            throws SettingException {
        RawSetting raw = written.get(setting);
        if (raw == null) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (RawSetting.Value value : raw.values()) {
            values.add(
                    parser.apply(value)
                            .orElseThrow(() -> bad(setting, value.text(), raw.source())));
        }
        return values;
    }

    static SettingException bad(Setting setting, String text, String source) {
        return new SettingException(
                "bad value for "
                        + setting.key()
                        + ": \""
                        + Secrets.cut(setting, text)
                        + "\" (from "
                        + source
                        + "): expected "
                        + ValueParsers.expected(setting)
                        + ".");
    }
}
