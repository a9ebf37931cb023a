package org.moqgateway.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Merges flag over environment over YAML file over default.
public final class SettingsLoader {
    private SettingsLoader() {}

    /// Reads every source, checks every value and merges them.
    ///
    /// @param flags what stood on the command line, in order
    /// @param environment the process environment; only `MOQ_GATEWAY_…` is looked at
    /// @throws SettingException for an unknown key, a bad value or an unreadable file
    public static GatewaySettings load(
            Map<Setting, List<String>> flags, Map<String, String> environment)
            throws SettingException {
        Map<Setting, RawSetting> typed = new EnumMap<>(environment(environment));
        flags.forEach(
                (setting, values) ->
                        typed.put(setting, RawSetting.ofTexts(setting.flag(), values)));
        Map<Setting, RawSetting> merged = new EnumMap<>(Setting.class);
        RawSetting config = typed.get(Setting.CONFIG);
        if (config != null) {
            merged.putAll(YamlFile.read(path(config), config.source()));
        }
        merged.putAll(typed);
        return new SettingsReader(merged).read();
    }

    private static Map<Setting, RawSetting> environment(Map<String, String> environment)
            throws SettingException {
        Map<Setting, RawSetting> settings = new EnumMap<>(Setting.class);
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!Setting.isOurs(name)) {
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
                settings.put(setting, RawSetting.ofTexts(name, words(setting, entry.getValue())));
            }
        }
        return settings;
    }

    private static List<String> words(Setting setting, String value) {
        return setting.repeatable() ? List.of(value.strip().split("\\s+")) : List.of(value.strip());
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
