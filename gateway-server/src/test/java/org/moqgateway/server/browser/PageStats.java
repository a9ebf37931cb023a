package org.moqgateway.server.browser;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One sample of a page's statistics, by path: `bitrateBps`, `video.fps`, `audio.samples` and so
/// on, as `assets/stats.js` names them. Times are in milliseconds.
///
/// @param values the sample as the page wrote it
public record PageStats(Map<?, ?> values) {

    /// A number, or NaN where the sample has none.
    public double number(String path) {
        return find(path) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /// A text, or the empty text where the sample has none.
    public String text(String path) {
        return find(path) instanceof String text ? text : "";
    }

    /// Whether the sample has a value there.
    public boolean has(String path) {
        return find(path) != null;
    }

    private @Nullable Object find(String path) {
        Object value = values;
        for (String key : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }
}
