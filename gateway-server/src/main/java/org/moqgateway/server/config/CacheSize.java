package org.moqgateway.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bound of memory as people write it: `512MiB`, `2GB`, `1048576` or a share of the heap, `25%`.
///
/// @param bytes at least 1, unless a share
/// @param percent 1 to 90, or 0 when `bytes` counts
public record CacheSize(long bytes, int percent) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,12})(%|b|kb|kib|mb|mib|gb|gib)?", Pattern.CASE_INSENSITIVE);
    private static final int MAX_PERCENT = 90;

    /// Empty when the text has another shape or names nothing or too much.
    public static Optional<CacheSize> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "b" : matcher.group(2).toLowerCase(Locale.ROOT);
        if (unit.equals("%")) {
            return number < 1 || number > MAX_PERCENT
                    ? Optional.empty()
                    : Optional.of(new CacheSize(0, (int) number));
        }
        long factor =
                switch (unit) {
                    case "kb" -> 1000L;
                    case "kib" -> 1L << 10;
                    case "mb" -> 1_000_000L;
                    case "mib" -> 1L << 20;
                    case "gb" -> 1_000_000_000L;
                    case "gib" -> 1L << 30;
                    default -> 1L;
                };
        return number < 1 || number > Long.MAX_VALUE / factor
                ? Optional.empty()
                : Optional.of(new CacheSize(number * factor, 0));
    }

    /// The bound in bytes.
    ///
    /// @param heapBytes what a share is a share of
    public long of(long heapBytes) {
        return percent == 0 ? bytes : heapBytes / 100 * percent;
    }
}
