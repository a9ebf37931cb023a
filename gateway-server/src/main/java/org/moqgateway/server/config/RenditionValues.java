package org.moqgateway.server.config;

import java.util.Optional;

/// What chooses a rendition, in settings of clients and in URLs of viewers.
public final class RenditionValues {
    /// The greatest height in pixels that can be asked for.
    public static final int MAX_HEIGHT = 16384;

    /// The longest name, in characters.
    public static final int MAX_NAME = 256;

    private RenditionValues() {}

    /// A height; empty for anything but a whole number from 1 to [#MAX_HEIGHT].
    public static Optional<Integer> height(String text) {
        return ValueParsers.number(text, MAX_HEIGHT);
    }

    /// A name, or nothing for none of its kind; empty for one that is too long or has control
    /// characters.
    public static Optional<String> name(String text) {
        boolean valid =
                text.length() <= MAX_NAME && text.chars().noneMatch(Character::isISOControl);
        return valid ? Optional.of(text) : Optional.empty();
    }
}
