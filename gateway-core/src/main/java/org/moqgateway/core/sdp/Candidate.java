package org.moqgateway.core.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A `candidate` attribute (RFC 8839 §5.1).
public record Candidate(
        String foundation,
        int component,
        String transport,
        long priority,
        String address,
        int port,
        String type,
        List<String> extensions) {

    public Candidate {
        extensions = List.copyOf(extensions);
    }

    /// A UDP host candidate of component 1; `index` 0 is preferred most (RFC 8445 §5.1.2.1).
    public static Candidate host(InetSocketAddress address, int index) {
        throw new UnsupportedOperationException(address + " " + index);
    }

    /// Reads the text after `candidate:`.
    public static Optional<Candidate> parse(String value) {
        throw new UnsupportedOperationException(value);
    }

    /// The text after `a=candidate:`.
    public String text() {
        throw new UnsupportedOperationException();
    }

    /// The address to send to when this is a UDP candidate of component 1 with an IP literal.
    public Optional<InetSocketAddress> udpAddress() {
        throw new UnsupportedOperationException();
    }
}
