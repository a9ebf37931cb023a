package org.moqgateway.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the YAML file: one mapping from setting keys to a value or a list of values.
final class YamlFile {
    private static final ObjectMapper YAML =
            new ObjectMapper(
                    new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private YamlFile() {}

    static Map<Setting, RawSetting> read(Path file, String source) throws SettingException {
        JsonNode root = parse(file, source);
        Map<Setting, RawSetting> settings = new EnumMap<>(Setting.class);
        if (root.isMissingNode() || root.isNull()) {
            return settings;
        }
        if (!root.isObject()) {
            throw new SettingException(
                    file + " must be a mapping of setting to value, one 'key: value' a line.");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            Setting setting = known(entry.getKey(), file);
            settings.put(setting, raw(setting, entry.getValue(), file));
        }
        return settings;
    }

    private static JsonNode parse(Path file, String source) throws SettingException {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new SettingException(
                    file
                            + " is not valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable")
                            + " at line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                            + ".");
        } catch (IOException e) {
            throw new SettingException(
                    "can't read the settings file \""
                            + file
                            + "\" (from "
                            + source
                            + "): "
                            + e.getClass().getSimpleName()
                            + ".");
        }
    }

    private static Setting known(String key, Path file) throws SettingException {
        Setting setting = Setting.ofKey(key).filter(s -> s != Setting.CONFIG).orElse(null);
        if (setting == null) {
            throw new SettingException(
                    "unknown setting \""
                            + key
                            + "\" in "
                            + file
                            + "."
                            + Suggestions.forWord(key, Suggestions.keys()));
        }
        return setting;
    }

    private static RawSetting raw(Setting setting, JsonNode node, Path file)
            throws SettingException {
        String source = setting.key() + " in " + file;
        List<RawSetting.Value> values = new ArrayList<>();
        if (node.isArray() && setting.repeatable()) {
            for (JsonNode element : node) {
                values.add(value(setting, element, source));
            }
        } else {
            values.add(value(setting, node, source));
        }
        return new RawSetting(source, values);
    }

    private static RawSetting.Value value(Setting setting, JsonNode node, String source)
            throws SettingException {
        if (node.isValueNode() && !node.isNull()) {
            return RawSetting.Value.ofText(node.asText());
        }
        if (node.isObject() && setting == Setting.ICE_SERVER) {
            return fields(node);
        }
        if (node.isObject() && setting == Setting.CLIENTS) {
            return client(node, source);
        }
        throw new SettingException(
                "bad value for "
                        + setting.key()
                        + " ("
                        + source
                        + "): expected "
                        + setting.placeholder()
                        + (setting.repeatable() ? " or a list of it." : "."));
    }

    private static RawSetting.Value fields(JsonNode node) {
        Map<String, String> fields = new HashMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return RawSetting.Value.ofFields(fields);
    }

    private static RawSetting.Value client(JsonNode node, String source) throws SettingException {
        Map<String, List<RawSetting.Value>> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            List<RawSetting.Value> values = new ArrayList<>();
            Iterable<JsonNode> nodes =
                    member.getValue().isArray() ? member.getValue() : List.of(member.getValue());
            for (JsonNode each : nodes) {
                if (each.isObject() && !each.isEmpty()) {
                    values.add(fields(each));
                } else if (each.isValueNode() && !each.isNull()) {
                    values.add(RawSetting.Value.ofText(each.asText()));
                } else {
                    throw new SettingException(
                            "bad value for " + member.getKey() + " (" + source + "): it has none.");
                }
            }
            members.put(member.getKey(), values);
        }
        return RawSetting.Value.ofMembers(members);
    }
}
