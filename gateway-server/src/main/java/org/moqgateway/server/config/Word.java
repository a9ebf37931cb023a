package org.moqgateway.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The words that stand for the constants of an enumeration in settings, JSON and figures: their
/// names in lower case.
public final class Word {
    private Word() {}

    /// The word of a constant.
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The constant of a word; empty for a word of none.
    static <E extends Enum<E>> Optional<E> read(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(text))
                .findFirst();
    }
}
