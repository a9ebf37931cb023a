package org.moqgateway.core.hang;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The `video` section of a [Catalog].
///
/// @param renditions by track name, in the order of names
/// @param display the size to show the video at, or null
/// @param rotation degrees clockwise, or null
/// @param flip whether to mirror horizontally, or null
public record VideoSection(
        SortedMap<String, VideoRendition> renditions,
        @Nullable Display display,
        @Nullable Double rotation,
        @Nullable Boolean flip) {
    /// No renditions.
    public static final VideoSection EMPTY =
            new VideoSection(Collections.emptySortedMap(), null, null, null);

    /// A size in pixels.
    public record Display(int width, int height) {}

    /// Copies the map.
    public VideoSection {
        renditions = Collections.unmodifiableSortedMap(new TreeMap<>(renditions));
    }

    VideoSection with(String name, VideoRendition rendition) {
        SortedMap<String, VideoRendition> changed = new TreeMap<>(renditions);
        changed.put(name, rendition);
        return new VideoSection(changed, display, rotation, flip);
    }

    VideoSection without(String name) {
        SortedMap<String, VideoRendition> changed = new TreeMap<>(renditions);
        changed.remove(name);
        return new VideoSection(changed, display, rotation, flip);
    }
}
