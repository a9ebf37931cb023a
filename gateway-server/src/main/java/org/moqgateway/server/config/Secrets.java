package org.moqgateway.server.config;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps tokens and passwords out of messages.
final class Secrets {
    private static final Set<Key> URLS =
            Set.of(
                    Setting.RELAY,
                    Setting.CLUSTER_CONNECT,
                    Setting.CLUSTER_NODE,
                    Setting.AUTH_KEY_DIR,
                    Setting.ICE_SERVER,
                    ClientSetting.URL,
                    ClientSetting.SUBSCRIBE,
                    ClientSetting.PUBLISH,
                    ClientSetting.ICE_SERVER);

    private static final Set<Key> HIDDEN =
            Set.of(Setting.ADMIN_TOKEN, Setting.CLIENTS, ClientSetting.TOKEN);

    private static final String LEFT_OUT = "…";

    /// Whatever ends the part of a URL that is no secret, also where it is written wrongly.
    private static final Pattern REST = Pattern.compile("[?#=&,;\\s].*", Pattern.DOTALL);

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(//)?");

    private Secrets() {}

    /// What may be shown of a value. Of URLs that is the part before the query and before
    /// parameters; nothing but the scheme when there may be a password before the host. Nothing of
    /// a token, also where it stands in the place of something else: a JWT begins with `eyJ`.
    ///
    /// @param text as typed, right or wrong
    static String cut(Key setting, String text) {
        if (HIDDEN.contains(setting) || text.strip().startsWith("eyJ")) {
            return LEFT_OUT;
        }
        return URLS.contains(setting) ? url(text) : text;
    }

    private static String url(String text) {
        Matcher scheme = SCHEME.matcher(text);
        String start = scheme.find() ? scheme.group() : "";
        if (text.indexOf('@') >= 0) {
            return start + LEFT_OUT;
        }
        return REST.matcher(text).replaceFirst(LEFT_OUT);
    }
}
