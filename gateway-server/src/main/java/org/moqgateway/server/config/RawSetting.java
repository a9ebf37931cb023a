package org.moqgateway.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was written for one setting, unchecked, and where.
///
/// @param source where: `--listen`, `MOQ_GATEWAY_LISTEN`, `listen in gateway.yaml`
/// @param values none for an empty YAML list
record RawSetting(String source, List<Value> values) {
    RawSetting {
        values = List.copyOf(values);
    }

    /// One value: text, or the fields of a YAML mapping.
    ///
    /// @param text as typed; for a mapping its printed form
    /// @param fields empty unless a mapping of texts
    /// @param members empty unless a mapping of values, as an entry of [Setting#CLIENTS] is
    record Value(String text, Map<String, String> fields, Map<String, List<Value>> members) {
        Value {
            fields = Map.copyOf(fields);
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        static Value ofText(String text) {
            return new Value(text, Map.of(), Map.of());
        }

        /// @param fields at least one
        static Value ofFields(Map<String, String> fields) {
            return new Value(fields.keySet().toString(), fields, Map.of());
        }

        static Value ofMembers(Map<String, List<Value>> members) {
            return new Value(members.keySet().toString(), Map.of(), members);
        }
    }

    static RawSetting ofTexts(String source, List<String> texts) {
        return new RawSetting(source, texts.stream().map(Value::ofText).toList());
    }
}
