package org.moqgateway.core.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A `candidate` attribute (RFC 8839 §5.1):
///
/// ```
/// candidate:<foundation> <component> <transport> <priority> <address> <port> typ <type> …
/// ```
///
/// @param foundation 1 to 32 ice-chars
/// @param component  1 for RTP (and RTCP under rtcp-mux)
/// @param transport  as written; compare without regard to case
/// @param priority   1..2^32-1
/// @param address    an IP literal or a name such as `….local`; never resolved here
/// @param port       0..65535
/// @param type       `host`, `srflx`, `prflx`, `relay`
/// @param extensions the words after the type, names and values in turn (`raddr`, `tcptype`, …)
public record Candidate(
        String foundation,
        int component,
        String transport,
        long priority,
        String address,
        int port,
        String type,
        List<String> extensions) {
    private static final int FIXED_WORDS = 8;
    private static final int HOST_TYPE_PREFERENCE = 126;
    private static final int MAX_LOCAL_PREFERENCE = 65_535;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    public Candidate {
        extensions = List.copyOf(extensions);
    }

    /// A UDP host candidate of component 1.
    ///
    /// @param address resolved
    /// @param index   0 for the candidate preferred most (RFC 8445 §5.1.2.1)
    public static Candidate host(InetSocketAddress address, int index) {
        long priority =
                ((long) HOST_TYPE_PREFERENCE << 24)
                        | ((long) (MAX_LOCAL_PREFERENCE - index) << 8)
                        | 255;
        return new Candidate(
                Integer.toString(index + 1),
                1,
                "udp",
                priority,
                literal(address.getAddress()),
                address.getPort(),
                "host",
                List.of());
    }

    /// Reads the text after `candidate:`; empty when it is not one. Transports and types that we
    /// cannot
    /// use are read like any other: [#udpAddress] tells.
    public static Optional<Candidate> parse(String value) {
        List<String> words = SdpText.words(value);
        if (words.size() < FIXED_WORDS || !words.get(6).equals("typ")) {
            return Optional.empty();
        }
        long component = SdpText.number(words.get(1), 256);
        long priority = SdpText.number(words.get(3), 0xffff_ffffL);
        long port = SdpText.number(words.get(5), 65_535);
        boolean wellFormed =
                component > 0
                        && priority >= 0
                        && port >= 0
                        && SdpText.isIceText(words.getFirst(), 1, 32)
                        && SdpText.isToken(words.get(2))
                        && SdpText.isToken(words.get(7));
        return wellFormed
                ? Optional.of(
                        new Candidate(
                                words.getFirst(),
                                (int) component,
                                words.get(2),
                                priority,
                                words.get(4),
                                (int) port,
                                words.get(7),
                                words.subList(FIXED_WORDS, words.size())))
                : Optional.empty();
    }

    /// The text after `a=candidate:`.
    public String text() {
        String fixed =
                "%s %d %s %d %s %d typ %s"
                        .formatted(foundation, component, transport, priority, address, port, type);
        return extensions.isEmpty() ? fixed : fixed + " " + String.join(" ", extensions);
    }

    /// The address to send to when this is a UDP candidate of component 1 with an IP literal; names
    /// are
    /// not looked up.
    public Optional<InetSocketAddress> udpAddress() {
        boolean usable = transport.toLowerCase(Locale.ROOT).equals("udp") && component == 1;
        return usable ? literalAddress() : Optional.empty();
    }

    /// The address, whatever is spoken there, when it is an IP literal with a port; names are not
    /// looked up.
    public Optional<InetSocketAddress> literalAddress() {
        boolean literal = IPV4.matcher(address).matches() || IPV6.matcher(address).matches();
        if (!literal || port == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// Without the zone that Java appends to link-local addresses: it means nothing to a peer.
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet6Address && zone >= 0 ? text.substring(0, zone) : text;
    }
}
