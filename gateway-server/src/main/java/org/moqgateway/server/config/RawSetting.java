package org.moqgateway.server.config;

import java.util.List;
import java.util.Map;

/// What was written for one setting, unchecked, and where.
///
/// @param source where: `--listen`, `MOQ_GATEWAY_LISTEN`, `listen in gateway.yaml`
/// @param values at least one
record RawSetting(String source, List<Value> values) {
    RawSetting {
        values = List.copyOf(values);
    }

    /// One value: text, or the fields of a YAML mapping.
    ///
    /// @param text as typed; for a mapping its printed form
    /// @param fields empty unless a mapping
    record Value(String text, Map<String, String> fields) {
        Value {
            fields = Map.copyOf(fields);
        }

        static Value ofText(String text) {
            return new Value(text, Map.of());
        }
    }

    static RawSetting ofTexts(String source, List<String> texts) {
        return new RawSetting(source, texts.stream().map(Value::ofText).toList());
    }
}
