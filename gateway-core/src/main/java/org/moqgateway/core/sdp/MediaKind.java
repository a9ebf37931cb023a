package org.moqgateway.core.sdp;

/// What the first word of an `m=` line says (RFC 8866 §8.2.1), as far as a gateway cares.
public enum MediaKind {
    AUDIO,
    VIDEO,
    /// Data channels (RFC 8841).
    APPLICATION,
    OTHER;

    /// The kind for the `<media>` word of an `m=` line.
    public static MediaKind of(String media) {
        return switch (media) {
            case "audio" -> AUDIO;
            case "video" -> VIDEO;
            case "application" -> APPLICATION;
            default -> OTHER;
        };
    }

    /// The `<media>` word of an `m=` line; `OTHER` has none of its own and gives `text`.
    public String token() {
        return switch (this) {
            case AUDIO -> "audio";
            case VIDEO -> "video";
            case APPLICATION -> "application";
            case OTHER -> "text";
        };
    }
}
