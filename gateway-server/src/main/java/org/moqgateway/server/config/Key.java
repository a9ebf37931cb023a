package org.moqgateway.server.config;

import java.util.Locale;

/// What the gateway's settings and those of a client have in common: each is the key of a file, a
/// flag and an environment variable.
public sealed interface Key permits Setting, ClientSetting {
    /// The key in a file, for instance `token-file`.
    String key();

    /// What its environment variable begins with.
    String environmentPrefix();

    /// What stands for the value in help texts.
    String placeholder();

    /// The default as people read it; a word such as `none` where it is not a value.
    String defaultText();

    /// Whether the setting takes several values: a repeated flag, a YAML list, or words in the
    /// environment.
    boolean repeatable();

    /// What it does, in a sentence or two.
    String description();

    /// The flag, for instance `--token-file`.
    default String flag() {
        return "--" + key();
    }

    /// The environment variable, for instance `MOQ_GATEWAY_CLIENT_TOKEN_FILE`.
    default String environmentVariable() {
        return environmentPrefix() + key().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// Whether the flag alone, without a value, means true.
    default boolean isSwitch() {
        return placeholder().equals("true|false");
    }
}
