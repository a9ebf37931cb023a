package org.moqgateway.core.sdp;

import java.util.List;
import java.util.Optional;

/// A part of a description that carries attributes: the session level or a media section.
public sealed interface Attributes permits SessionDescription, SdpFragment, MediaSection {

    /// All attributes in the order of the text.
    List<Attribute> attributes();

    /// The value of the first attribute of this name.
    default Optional<String> first(String name) {
        return attributes().stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value)
                .findFirst();
    }

    /// The values of every attribute of this name.
    default List<String> all(String name) {
        return attributes().stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(Attribute::value)
                .toList();
    }

    /// True when an attribute of this name is there.
    default boolean has(String name) {
        return attributes().stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    /// The mids of the first BUNDLE group (RFC 9143 §5), tagged section first; empty without one.
    default List<String> bundle() {
        return all("group").stream()
                .map(SdpText::words)
                .filter(words -> !words.isEmpty() && words.getFirst().equals("BUNDLE"))
                .map(words -> words.subList(1, words.size()))
                .findFirst()
                .orElse(List.of());
    }

    /// `a=ice-lite` (RFC 8839 §5.3).
    default boolean iceLite() {
        return has("ice-lite");
    }

    /// The tokens of every `a=ice-options` of this level (RFC 8839 §5.6). Some peers part them by
    /// commas.
    default List<String> iceOptions() {
        return all("ice-options").stream()
                .flatMap(value -> SdpText.words(value.replace(',', ' ')).stream())
                .distinct()
                .toList();
    }

    /// The credentials of this level when both attributes are there (RFC 8839 §5.4).
    default Optional<IceParameters> iceParameters() {
        return first("ice-ufrag")
                .flatMap(
                        ufrag ->
                                first("ice-pwd")
                                        .map(password -> new IceParameters(ufrag, password)));
    }

    /// The fingerprints of this level (RFC 8122 §5), in order; unknown hash functions are left out.
    default List<Fingerprint> fingerprints() {
        return all("fingerprint").stream()
                .flatMap(value -> Fingerprint.parse(value).stream())
                .toList();
    }

    /// `a=setup` of this level (RFC 4145 §4, RFC 8842 §5).
    default Optional<Setup> setup() {
        return first("setup").flatMap(Setup::of);
    }

    /// The candidates of this level (RFC 8839 §5.1).
    default List<Candidate> candidates() {
        return all("candidate").stream().flatMap(value -> Candidate.parse(value).stream()).toList();
    }

    /// `a=end-of-candidates` (RFC 8840 §8.2).
    default boolean endOfCandidates() {
        return has("end-of-candidates");
    }

    /// The direction written at this level, if one is (RFC 8866 §6.7).
    default Optional<Direction> writtenDirection() {
        return attributes().stream()
                .flatMap(attribute -> Direction.of(attribute.name()).stream())
                .findFirst();
    }
}
