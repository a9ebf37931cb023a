package org.moqgateway.bench.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command line of `--name value` pairs and `--flag` words, each of which may come more than
/// once. Immutable.
public final class Arguments {
    private final Map<String, List<String>> given;

    private Arguments(Map<String, List<String>> given) {
        this.given = given;
    }

    /// Reads a command line.
    ///
    /// @param flags names without a value
    /// @param values names with one
    /// @throws IllegalArgumentException naming the argument that is neither
    public static Arguments read(List<String> arguments, Set<String> flags, Set<String> values) {
        Map<String, List<String>> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (flags.contains(name)) {
                given.computeIfAbsent(name, _ -> new ArrayList<>()).add("");
            } else if (values.contains(name) && i + 1 < arguments.size()) {
                given.computeIfAbsent(name, _ -> new ArrayList<>()).add(arguments.get(++i));
            } else {
                throw new IllegalArgumentException("cannot use " + arguments.get(i));
            }
        }
        return new Arguments(given);
    }

    /// Whether a flag was given.
    public boolean has(String name) {
        return given.containsKey(name);
    }

    /// The last value of a name.
    public Optional<String> value(String name) {
        return Optional.ofNullable(given.get(name)).map(List::getLast);
    }

    /// Every value of a name.
    public List<String> values(String name) {
        return List.copyOf(given.getOrDefault(name, List.of()));
    }

    /// A positive whole number.
    ///
    /// @throws IllegalArgumentException when it is none
    public long number(String name, long otherwise) {
        return value(name).map(text -> positive(name, text)).orElse(otherwise);
    }

    /// Positive whole numbers with commas between.
    ///
    /// @throws IllegalArgumentException when one is none
    public List<Long> numbers(String name, String otherwise) {
        return List.of(value(name).orElse(otherwise).split(",", -1)).stream()
                .map(text -> positive(name, text))
                .toList();
    }

    private static long positive(String name, String text) {
        try {
            long value = Long.parseLong(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--" + name + " is no number: " + text, wrong);
        }
        throw new IllegalArgumentException("--" + name + " must be at least 1: " + text);
    }

    /// A bitrate such as `2M` or `800k`, in bits per second.
    ///
    /// @throws IllegalArgumentException when it is none
    public long bitrateBps(String name, String otherwise) {
        String text = value(name).orElse(otherwise).toLowerCase(Locale.ROOT);
        long unit = text.endsWith("m") ? 1_000_000 : text.endsWith("k") ? 1_000 : 1;
        String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
        try {
            return Math.round(Double.parseDouble(digits) * unit);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--" + name + " is no bitrate: " + text, wrong);
        }
    }
}
