package org.moqgateway.moq.transport.qmux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A QMux version and the MoQ protocol above it, as WebSocket sub-protocols and ALPN tokens name
/// them together: `qmux-01.moq-lite-05`.
///
/// @param version of the framing
/// @param protocol such as `moq-lite-05`; not empty
public record Subprotocol(QmuxVersion version, String protocol) {
    /// Reads a token.
    ///
    /// @return empty when it names no version known here, or no MoQ protocol: bare `qmux-01` and
    ///     `webtransport` leave the MoQ version to a handshake that no version here has
    public static Optional<Subprotocol> parse(String token) {
        for (QmuxVersion version : QmuxVersion.values()) {
            String prefix = version.id() + ".";
            if (token.startsWith(prefix) && token.length() > prefix.length()) {
                return Optional.of(new Subprotocol(version, token.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    /// What a client offers, each protocol under each version, the favourites first.
    ///
    /// @param recordsOnly without [QmuxVersion#QMUX_00]
    public static List<String> offers(List<String> protocols, boolean recordsOnly) {
        List<String> offers = new ArrayList<>();
        for (String protocol : protocols) {
            for (QmuxVersion version : QmuxVersion.values()) {
                if (version.records() || !recordsOnly) {
                    offers.add(new Subprotocol(version, protocol).token());
                }
            }
        }
        return offers;
    }

    /// What a server and a client have in common.
    ///
    /// @param offered tokens in the client's order; unknown ones are passed over
    /// @param protocols MoQ protocols that we speak
    /// @return for each common protocol, in the client's order, the newest version it offered
    public static Map<String, Subprotocol> common(List<String> offered, List<String> protocols) {
        Map<String, Subprotocol> common = new LinkedHashMap<>();
        for (String token : offered) {
            parse(token)
                    .filter(offer -> protocols.contains(offer.protocol()))
                    .ifPresent(offer -> common.merge(offer.protocol(), offer, Subprotocol::newer));
        }
        return common;
    }

    /// The token, such as `qmux-01.moq-lite-05`.
    public String token() {
        return version.id() + "." + protocol;
    }

    private static Subprotocol newer(Subprotocol a, Subprotocol b) {
        return a.version.compareTo(b.version) <= 0 ? a : b;
    }
}
