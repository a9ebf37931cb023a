package org.moqgateway.core.hang;

/// How frames of a rendition are wrapped (draft-lcurley-moq-hang, Container).
public sealed interface Container {
    /// The one [Legacy].
    Container LEGACY = new Legacy();

    /// The one [Loc].
    Container LOC = new Loc();

    /// QUIC variable-length integer of microseconds, then the codec's bytes; see [LegacyContainer].
    record Legacy() implements Container {}

    /// Low Overhead Container: properties, then the codec's bytes; see [LocContainer].
    record Loc() implements Container {}

    /// Fragmented MP4: a frame is a `moof` and its `mdat`.
    ///
    /// @param initBase64 the initialization segment as the catalog carries it
    record Cmaf(String initBase64) implements Container {}

    /// A kind that this version does not know; a reader must ignore the rendition.
    ///
    /// @param json the whole object as it was read, so that it can be written again
    record Unknown(String json) implements Container {}
}
