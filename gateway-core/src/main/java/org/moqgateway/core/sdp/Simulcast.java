package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A `simulcast` attribute (RFC 8853 §5.1): `send <streams> [recv <streams>]` in any order. A
/// stream is a
/// list of alternative rids; `~` before a rid (paused at first) is dropped.
///
/// @param send    the simulcast streams that the writer sends, each a list of alternatives
/// @param receive the simulcast streams that the writer receives
public record Simulcast(List<List<String>> send, List<List<String>> receive) {

    public Simulcast {
        send = send.stream().map(List::copyOf).toList();
        receive = receive.stream().map(List::copyOf).toList();
    }

    /// Reads the attribute value; empty when it is not one.
    public static Optional<Simulcast> parse(String value) {
        List<String> words = SdpText.words(value);
        boolean wellFormed =
                (words.size() == 2 || words.size() == 4)
                        && Stream.iterate(0, i -> i < words.size(), i -> i + 2)
                                .allMatch(i -> words.get(i).matches("send|recv"));
        return wellFormed
                ? Optional.of(new Simulcast(streams(words, "send"), streams(words, "recv")))
                : Optional.empty();
    }

    private static List<List<String>> streams(List<String> words, String direction) {
        int at = words.indexOf(direction);
        return at < 0 || at + 1 >= words.size()
                ? List.of()
                : Stream.of(words.get(at + 1).split(";"))
                        .map(stream -> List.of(stream.replace("~", "").split(",")))
                        .toList();
    }
}
