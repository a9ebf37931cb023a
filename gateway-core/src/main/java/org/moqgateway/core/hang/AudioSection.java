package org.moqgateway.core.hang;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The `audio` section of a [Catalog].
///
/// @param renditions by track name, in the order of names
public record AudioSection(SortedMap<String, AudioRendition> renditions) {
    /// No renditions.
    public static final AudioSection EMPTY = new AudioSection(Collections.emptySortedMap());

    /// Copies the map.
    public AudioSection {
        renditions = Collections.unmodifiableSortedMap(new TreeMap<>(renditions));
    }

    AudioSection with(String name, AudioRendition rendition) {
        SortedMap<String, AudioRendition> changed = new TreeMap<>(renditions);
        changed.put(name, rendition);
        return new AudioSection(changed);
    }

    AudioSection without(String name) {
        SortedMap<String, AudioRendition> changed = new TreeMap<>(renditions);
        changed.remove(name);
        return new AudioSection(changed);
    }
}
