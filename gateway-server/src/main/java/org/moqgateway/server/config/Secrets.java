package org.moqgateway.server.config;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps tokens and passwords out of messages.
final class Secrets {
    private static final Set<Setting> URLS =
            EnumSet.of(
                    Setting.RELAY,
                    Setting.CLUSTER_CONNECT,
                    Setting.CLUSTER_NODE,
                    Setting.AUTH_KEY_DIR,
                    Setting.ICE_SERVER);

    private static final Set<Setting> HIDDEN = EnumSet.of(Setting.ADMIN_TOKEN, Setting.CLIENTS);

    private static final String LEFT_OUT = "…";

    /// Whatever ends the part of a URL that is no secret, also where it is written wrongly.
    private static final Pattern REST = Pattern.compile("[?#=&,;\\s].*", Pattern.DOTALL);

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(//)?");

    private Secrets() {}

    /// What may be shown of a value. Of URLs that is the part before the query and before
    /// parameters; nothing but the scheme when there may be a password before the host.
    ///
    /// @param text as typed, right or wrong
    static String cut(Setting setting, String text) {
        if (HIDDEN.contains(setting)) {
            return LEFT_OUT;
        }
        return URLS.contains(setting) ? url(text) : text;
    }

    /// Likewise.
    static String cut(ClientSetting setting, String text) {
        return switch (setting) {
            case TOKEN -> LEFT_OUT;
            case URL, SUBSCRIBE, PUBLISH, ICE_SERVER -> url(text);
            case BROADCAST,
                    NAME,
                    TOKEN_FILE,
                    CA,
                    RELAY_ONLY,
                    VIDEO_NAME,
                    MAX_HEIGHT,
                    AUDIO_NAME,
                    LINGER,
                    ONCE,
                    ENABLED,
                    CONNECT_TIMEOUT,
                    REQUEST_TIMEOUT ->
                    text;
        };
    }

    private static String url(String text) {
        Matcher scheme = SCHEME.matcher(text);
        String start = scheme.find() ? scheme.group() : "";
        // A JWT begins so: the token in the place of the URL.
        if (text.indexOf('@') >= 0 || text.startsWith("eyJ")) {
            return start + LEFT_OUT;
        }
        return REST.matcher(text).replaceFirst(LEFT_OUT);
    }
}
