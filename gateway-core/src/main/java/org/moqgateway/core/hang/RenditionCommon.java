package org.moqgateway.core.hang;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields that audio and video renditions share (draft-lcurley-moq-hang, Common Rendition
/// Fields).
///
/// @param broadcast relative path of the broadcast that has the track, or null for the catalog's
///     own
/// @param codec WebCodecs codec string, such as `avc3.42e01f` or `opus`
/// @param descriptionHex WebCodecs description in lowercase hexadecimal digits, or null
/// @param bitrateBps greatest bitrate measured or declared, or null
/// @param container how frames are wrapped
/// @param jitterMs how long after a frame was ready it may be sent at most, or null
/// @param timeline the companion timeline track, or null
public record RenditionCommon(
        @Nullable String broadcast,
        String codec,
        @Nullable String descriptionHex,
        @Nullable Long bitrateBps,
        Container container,
        @Nullable Long jitterMs,
        @Nullable TimelineReference timeline) {
    /// Refuses missing parts.
    public RenditionCommon {
        Objects.requireNonNull(codec);
        Objects.requireNonNull(container);
    }

    /// A codec in the legacy container, everything else unknown.
    public static RenditionCommon of(String codec) {
        return new RenditionCommon(null, codec, null, null, Container.LEGACY, null, null);
    }

    /// With a description.
    ///
    /// @param hex lowercase hexadecimal digits
    public RenditionCommon withDescriptionHex(String hex) {
        return new RenditionCommon(
                broadcast, codec, hex, bitrateBps, container, jitterMs, timeline);
    }

    /// In a container.
    public RenditionCommon withContainer(Container newContainer) {
        return new RenditionCommon(
                broadcast, codec, descriptionHex, bitrateBps, newContainer, jitterMs, timeline);
    }

    /// With what was measured; null for unknown.
    public RenditionCommon withMeasured(@Nullable Long newBitrateBps, @Nullable Long newJitterMs) {
        return new RenditionCommon(
                broadcast, codec, descriptionHex, newBitrateBps, container, newJitterMs, timeline);
    }

    /// With a companion timeline.
    public RenditionCommon withTimeline(TimelineReference newTimeline) {
        return new RenditionCommon(
                broadcast, codec, descriptionHex, bitrateBps, container, jitterMs, newTimeline);
    }

    /// The path of the broadcast that has the track.
    ///
    /// @param catalogPath path of the broadcast whose catalog this is
    /// @return empty when the reference escapes above the root: the rendition must be ignored
    public Optional<String> resolveBroadcast(String catalogPath) {
        return broadcast == null
                ? Optional.of(catalogPath)
                : BroadcastReference.resolve(catalogPath, broadcast);
    }
}
