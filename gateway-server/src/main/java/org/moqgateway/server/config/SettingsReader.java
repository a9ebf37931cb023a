package org.moqgateway.server.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.BFrames;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.webrtc.ConflictPolicy;
import org.moqgateway.server.config.GatewaySettings.ConnectionSettings;

/// Turns what was written into checked values.
final class SettingsReader {
    private final RawValues<Setting> written;
    private final @Nullable RawClient command;

    /// @param command the client of the command line, null without one
    SettingsReader(Map<Setting, RawSetting> written, @Nullable RawClient command) {
        this.written = new RawValues<>(written);
        this.command = command;
    }

    GatewaySettings read() throws SettingException {
        HostPort listen = written.one(Setting.LISTEN, ValueParsers::hostPort);
        HostPort udpBind = written.oneOr(Setting.UDP_BIND, ValueParsers::hostPort, listen);
        MoqSettingsReader moq = new MoqSettingsReader(written);
        AccessSettings access = moq.access();
        RelaySettings relay = moq.relay();
        Exposure.check(access, listen, udpBind, relay);
        return new GatewaySettings(
                listen,
                udpBind,
                written.many(Setting.PUBLIC_ADDR, value -> ValueParsers.address(value.text())),
                broadcast(),
                written.one(Setting.ON_CONFLICT, text -> Word.read(ConflictPolicy.class, text)),
                written.one(Setting.BFRAMES, text -> Word.read(BFrames.class, text)),
                written.one(Setting.CONTAINER, text -> Word.read(IngestContainer.class, text)),
                roles(),
                new ClientsReader(written, command).read(),
                written.one(Setting.MAX_SESSIONS, text -> ValueParsers.number(text, 1_000_000)),
                written.one(Setting.PEER_TIMEOUT, ValueParsers::duration),
                written.oneOr(
                        Setting.MEDIA_THREADS,
                        text -> ValueParsers.number(text, 256),
                        Runtime.getRuntime().availableProcessors()),
                written.many(Setting.ICE_SERVER, ValueParsers::iceServer),
                corsOrigins(access),
                new ConnectionSettings(
                        written.one(
                                Setting.MAX_CONNECTIONS,
                                text -> ValueParsers.number(text, 1_000_000)),
                        written.one(
                                Setting.MAX_CONNECTIONS_PER_ADDRESS,
                                text -> ValueParsers.number(text, 1_000_000)),
                        written.one(
                                Setting.MAX_REQUESTS_PER_SECOND,
                                text -> ValueParsers.number(text, 1_000_000))),
                moq.tls(),
                access,
                relay,
                written.one(Setting.LOG_FORMAT, text -> Word.read(LogFormat.class, text)),
                written.one(Setting.LOG_LEVEL, text -> Word.read(LogLevel.class, text)));
    }

    private @Nullable String broadcast() throws SettingException {
        return written.oneOrNull(Setting.BROADCAST, ValueParsers::broadcast);
    }

    private Set<ServerRole> roles() throws SettingException {
        List<ServerRole> named =
                written.many(Setting.ROLES, value -> Word.read(ServerRole.class, value.text()));
        return named.isEmpty() ? EnumSet.allOf(ServerRole.class) : EnumSet.copyOf(named);
    }

    private List<String> corsOrigins(AccessSettings access) throws SettingException {
        RawSetting raw = written.get(Setting.CORS_ORIGIN);
        if (raw == null) {
            return access.unguarded() ? List.of() : List.of("*");
        }
        List<String> origins =
                written.many(Setting.CORS_ORIGIN, value -> ValueParsers.origin(value.text()));
        if (origins.size() > 1 && origins.contains("*")) {
            throw new SettingException(
                    "bad value for cors-origin: \"*\" (from "
                            + raw.source()
                            + ") already allows every origin: give either * alone or a list of"
                            + " origins.");
        }
        return origins;
    }
}
