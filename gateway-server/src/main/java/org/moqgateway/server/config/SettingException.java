package org.moqgateway.server.config;

/// A setting stops start-up. The message is one sentence for the person who typed it: key, value,
/// where it came from and what would be right.
public final class SettingException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message the sentence
    public SettingException(String message) {
        super(message);
    }
}
