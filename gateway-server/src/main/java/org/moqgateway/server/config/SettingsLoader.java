package org.moqgateway.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Merges flag over environment over YAML file over default.
public final class SettingsLoader {
    private static final String FREE_PORT = "localhost:0";

    /// Settings that exclude each other: each says one thing in a way of its own.
    private static final List<Set<? extends Key>> ALTERNATIVES =
            List.of(
                    Set.of(Setting.ADMIN_TOKEN, Setting.ADMIN_TOKEN_FILE),
                    Set.of(Setting.AUTH_KEY, Setting.AUTH_KEY_DIR),
                    Set.of(Setting.CLIENT_TLS_ROOT, Setting.CLIENT_TLS_FINGERPRINT),
                    Set.of(ClientSetting.TOKEN, ClientSetting.TOKEN_FILE));

    private SettingsLoader() {}

    /// Reads every source, checks every value and merges them.
    ///
    /// @param flags what stood on the command line, in order
    /// @param environment the process environment; only `MOQ_GATEWAY_…` is looked at
    /// @throws SettingException for an unknown key, a bad value or an unreadable file
    public static GatewaySettings load(
            Map<Setting, List<String>> flags, Map<String, String> environment)
            throws SettingException {
        return load(flags, null, environment);
    }

    /// Likewise, with a client of the command line, which is the last of the clients. With a relay,
    /// and where nothing says where to listen, it takes free ports of this machine: several such
    /// processes run side by side.
    ///
    /// @param client null without one
    /// @throws SettingException as above
    public static GatewaySettings load(
            Map<Setting, List<String>> flags,
            @Nullable ClientCommand client,
            Map<String, String> environment)
            throws SettingException {
        Map<Setting, RawSetting> typed = new EnumMap<>(environment(environment));
        lay(typed, typed(flags));
        Map<Setting, RawSetting> merged = new EnumMap<>(Setting.class);
        RawSetting config = typed.get(Setting.CONFIG);
        if (config != null) {
            merged.putAll(YamlFile.read(path(config), config.source()));
        }
        lay(merged, typed);
        if (client == null) {
            return new SettingsReader(merged, null).read();
        }
        if (merged.containsKey(Setting.RELAY) || merged.containsKey(Setting.CLUSTER_CONNECT)) {
            merged.putIfAbsent(
                    Setting.LISTEN, RawSetting.ofTexts("the client command", List.of(FREE_PORT)));
        }
        return new SettingsReader(merged, client(client, environment)).read();
    }

    /// Lets what one source says win over what lower ones do, also where it says the same thing by
    /// another key.
    private static <K extends Enum<K> & Key> void lay(
            Map<K, RawSetting> lower, Map<K, RawSetting> upper) {
        for (Set<? extends Key> same : ALTERNATIVES) {
            if (!Collections.disjoint(same, upper.keySet())) {
                lower.keySet().removeAll(same);
            }
        }
        lower.putAll(upper);
    }

    private static <K extends Enum<K> & Key> Map<K, RawSetting> typed(Map<K, List<String>> flags) {
        return flags.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                flag -> RawSetting.ofTexts(flag.getKey().flag(), flag.getValue())));
    }

    /// The environment may be shared by clients of both roles: what is not for this one does no
    /// harm.
    private static RawClient client(ClientCommand command, Map<String, String> environment) {
        Map<ClientSetting, RawSetting> settings = new EnumMap<>(ClientSetting.class);
        for (ClientSetting setting : ClientSetting.values()) {
            String value = environment.getOrDefault(setting.environmentVariable(), "");
            if (setting.ofCommand() && setting.of(command.role()) && !value.isBlank()) {
                settings.put(setting, ofVariable(setting, value));
            }
        }
        lay(settings, typed(command.flags()));
        RawSetting url = settings.remove(ClientSetting.URL);
        if (url != null) {
            settings.put(
                    switch (command.role()) {
                        case SUBSCRIBE -> ClientSetting.SUBSCRIBE;
                        case PUBLISH -> ClientSetting.PUBLISH;
                    },
                    url);
        }
        return new RawClient("the command line", settings);
    }

    private static Map<Setting, RawSetting> environment(Map<String, String> environment)
            throws SettingException {
        Map<Setting, RawSetting> settings = new EnumMap<>(Setting.class);
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!Setting.isOurs(name) || ClientSetting.ofEnvironmentVariable(name).isPresent()) {
                continue;
            }
            Setting setting = Setting.ofEnvironmentVariable(name).orElse(null);
            if (setting == null) {
                throw new SettingException(
                        "unknown environment variable "
                                + name
                                + "."
                                + Suggestions.forWord(name, Suggestions.environmentVariables()));
            }
            // An empty variable is how compose files say "not set".
            if (!entry.getValue().isBlank()) {
                settings.put(setting, ofVariable(setting, entry.getValue()));
            }
        }
        return settings;
    }

    private static RawSetting ofVariable(Key setting, String value) {
        String text = value.strip();
        return RawSetting.ofTexts(
                setting.environmentVariable(),
                setting.repeatable() ? List.of(text.split("\\s+")) : List.of(text));
    }

    private static Path path(RawSetting config) throws SettingException {
        String text = config.values().getLast().text();
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new SettingException(
                    "bad value for config: \""
                            + text
                            + "\" (from "
                            + config.source()
                            + "): expected the path of a YAML file.");
        }
    }
}
