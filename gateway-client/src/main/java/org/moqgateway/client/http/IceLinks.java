package org.moqgateway.client.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moqgateway.client.http.LinkHeader.Link;
import org.moqgateway.client.http.LinkHeader.Links;
import org.moqgateway.core.ice.IceServer;

/// The STUN and TURN servers of an answer (RFC 9725 §4.6).
final class IceLinks {
    /// More than any peer needs.
    static final int MOST = 8;

    private static final int MOST_CHARACTERS = 1024;

    private IceLinks() {}

    /// What `Link` header fields hold.
    ///
    /// @param servers in order, [#MOST] at most
    /// @param unusable links that could not be read and ICE servers that cannot be used
    /// @param fault of the first of the latter, for people, without credentials; empty for none
    record Found(List<IceServer> servers, int unusable, String fault) {
        Found {
            servers = List.copyOf(servers);
        }
    }

    /// The servers of `Link` header fields. What cannot be used is left out and counted.
    static Found of(List<String> fields) {
        List<IceServer> servers = new ArrayList<>();
        int unusable = 0;
        String first = "";
        for (String field : fields) {
            Links links = LinkHeader.parse(field);
            unusable += links.skipped();
            for (Link link : links.links()) {
                if (!link.relates("ice-server")) {
                    continue;
                }
                String fault = fault(link);
                if (!fault.isEmpty()) {
                    first = first.isEmpty() ? Words.clean(link.target()) + " " + fault : first;
                    unusable++;
                } else if (servers.size() < MOST) {
                    servers.add(server(link));
                }
            }
        }
        return new Found(servers, unusable, first);
    }

    private static IceServer server(Link link) {
        return isTurn(link.target())
                ? new IceServer(
                        link.target(),
                        link.parameters().get("username"),
                        link.parameters().get("credential"))
                : new IceServer(link.target(), null, null);
    }

    private static String fault(Link link) {
        String target = link.target();
        String scheme = scheme(target);
        if (!isTurn(target) && !scheme.equals("stun") && !scheme.equals("stuns")) {
            return "is neither STUN nor TURN";
        }
        boolean plain = target.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!plain || target.length() > MOST_CHARACTERS || target.length() == scheme.length() + 1) {
            return "is no URI";
        }
        if (!isTurn(target)) {
            return "";
        }
        if (!link.parameter("credential-type").orElse("password").equalsIgnoreCase("password")) {
            return "wants credentials that are no password";
        }
        return link.parameter("username").isPresent() && link.parameter("credential").isPresent()
                ? ""
                : "has no username and credential";
    }

    private static boolean isTurn(String target) {
        String scheme = scheme(target);
        return scheme.equals("turn") || scheme.equals("turns");
    }

    private static String scheme(String target) {
        int colon = target.indexOf(':');
        return colon < 0 ? "" : target.substring(0, colon).toLowerCase(Locale.ROOT);
    }
}
