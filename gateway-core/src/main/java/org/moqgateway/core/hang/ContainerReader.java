package org.moqgateway.core.hang;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.cmaf.CmafFragmentReader;
import org.moqgateway.core.cmaf.CmafInit;

/// Takes the frames of one rendition out of the MoQ frames of its track, whatever its
/// container. The codec's bytes are not copied: a sample is a range of the MoQ frame's payload.
///
/// A payload that is malformed gives no sample and is counted; nothing throws for what the
/// bytes hold.
///
/// Belongs to one thread, except [#malformedFrames].
public final class ContainerReader {
    /// Takes the samples of a MoQ frame, in decoding order.
    @FunctionalInterface
    public interface Sink {
        /// One frame of the codec.
        ///
        /// @param timestampUs presentation time, microseconds on the clock of the broadcast,
        ///     not negative
        /// @param offset where the codec's bytes begin in the payload that was read
        /// @param length how many there are, at least 1
        /// @param keyframe whether a decoder can begin here, as far as the container tells:
        ///     `legacy` and `loc` only have the rule that a group begins with a keyframe
        void sample(long timestampUs, int offset, int length, boolean keyframe);
    }

    /// What each container does: all samples of a payload to the sink, or none and false.
    @FunctionalInterface
    interface Unwrapper {
        boolean unwrap(byte[] payload, boolean beginsGroup, Sink sink);
    }

    private final Unwrapper unwrapper;
    private final byte @Nullable [] description;
    private volatile long malformedFrames;

    private ContainerReader(Unwrapper unwrapper, byte @Nullable [] description) {
        this.unwrapper = unwrapper;
        this.description = description;
    }

    /// A reader of a rendition's track; one for each consumer.
    ///
    /// @return empty when the container is not known or its initialization segment is of no
    ///     use: the rendition must be ignored
    public static Optional<ContainerReader> of(RenditionCommon rendition) {
        byte[] told = description(rendition);
        return switch (rendition.container()) {
            case Container.Legacy() ->
                    Optional.of(new ContainerReader(LegacyContainer::unwrap, told));
            case Container.Loc() ->
                    Optional.of(new ContainerReader(LocContainer.unwrapper(), told));
            case Container.Cmaf(String init) ->
                    decode(init).flatMap(CmafInit::parse).map(parsed -> cmaf(parsed, told));
            case Container.Unknown _ -> Optional.empty();
        };
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte @Nullable [] description(RenditionCommon rendition) {
        String hex = rendition.descriptionHex();
        return hex == null || hex.isEmpty() ? null : HexFormat.of().parseHex(hex);
    }

    private static ContainerReader cmaf(CmafInit init, byte @Nullable [] told) {
        CmafFragmentReader fragments = new CmafFragmentReader(init);
        return new ContainerReader(
                (payload, _, sink) -> fragments.read(payload, sink::sample),
                told == null ? init.description().orElse(null) : told);
    }

    /// Reads one MoQ frame.
    ///
    /// @param payload of the frame, only read
    /// @param beginsGroup whether it is the first frame of its group
    /// @param sink told of each sample before this returns
    /// @return false when the payload is malformed: then the sink was told of nothing
    public boolean read(byte[] payload, boolean beginsGroup, Sink sink) {
        boolean read = unwrapper.unwrap(payload, beginsGroup, sink);
        if (!read) {
            malformed();
        }
        return read;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by one thread.
    private void malformed() {
        malformedFrames++;
    }

    /// MoQ frames that held nothing to read. Any thread.
    public long malformedFrames() {
        return malformedFrames;
    }

    /// The decoder's configuration, which stands beside the frames: the catalog's
    /// `description`, or else what the initialization segment says (`avcC`, `hvcC` or
    /// AudioSpecificConfig). Empty when the frames carry it themselves. The caller must not
    /// modify it.
    public Optional<byte[]> description() {
        return Optional.ofNullable(description);
    }
}
