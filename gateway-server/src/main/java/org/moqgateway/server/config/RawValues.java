package org.moqgateway.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was written for the settings of one kind, and what it parses to.
///
/// @param <K> the kind
final class RawValues<K extends Enum<K> & Key> {
    private final Map<K, RawSetting> written;

    RawValues(Map<K, RawSetting> written) {
        this.written = written.isEmpty() ? Map.of() : new EnumMap<>(written);
    }

    boolean has(K setting) {
        return written.containsKey(setting);
    }

    @Nullable RawSetting get(K setting) {
        return written.get(setting);
    }

    /// Where a setting was written, for messages.
    String source(K setting) {
        RawSetting raw = written.get(setting);
        return raw == null ? "default" : "from " + raw.source();
    }

    /// The one value that was written, else the default.
    <T> T one(K setting, Function<String, Optional<T>> parser) throws SettingException {
        RawSetting raw = written.get(setting);
        if (raw == null) {
            return parser.apply(setting.defaultText()).orElseThrow();
        }
        if (raw.values().isEmpty()) {
            throw new SettingException(
                    "%s has no value (from %s): expected %s."
                            .formatted(setting.key(), raw.source(), Expected.of(setting)));
        }
        if (raw.values().size() > 1) {
            throw new SettingException(
                    "%s is given twice (from %s): it takes one value."
                            .formatted(setting.key(), raw.source()));
        }
        RawSetting.Value value = raw.values().getFirst();
        return (value.fields().isEmpty() ? parser.apply(value.text()) : Optional.<T>empty())
                .orElseThrow(() -> bad(setting, value.text(), raw.source()));
    }

    <T> Optional<T> optional(K setting, Function<String, Optional<T>> parser)
            throws SettingException {
        return has(setting) ? Optional.of(one(setting, parser)) : Optional.empty();
    }

    <T> @Nullable T oneOrNull(K setting, Function<String, Optional<T>> parser)
            throws SettingException {
        return has(setting) ? one(setting, parser) : null;
    }

    <T> T oneOr(K setting, Function<String, Optional<T>> parser, T otherwise)
            throws SettingException {
        return has(setting) ? one(setting, parser) : otherwise;
    }

    <T> List<T> many(K setting, Function<RawSetting.Value, Optional<T>> parser)
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

    /// Refuses two settings that say one thing in two ways.
    ///
    /// @param advice what to do, as the end of a sentence
    void exclude(K one, K other, String advice) throws SettingException {
        if (has(one) && has(other)) {
            throw new SettingException(
                    "%s (%s) and %s (%s) exclude each other: %s."
                            .formatted(one.key(), source(one), other.key(), source(other), advice));
        }
    }

    static SettingException bad(Key setting, String text, String source) {
        return new SettingException(
                "bad value for %s: \"%s\" (from %s): expected %s."
                        .formatted(
                                setting.key(),
                                Secrets.cut(setting, text),
                                source,
                                Expected.of(setting)));
    }
}
