package org.moqgateway.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// "Did you mean" for mistyped names.
final class Suggestions {
    private static final int FAR = 4;

    private Suggestions() {}

    static List<String> keys() {
        return Arrays.stream(Setting.values())
                .filter(s -> s != Setting.CONFIG)
                .map(Setting::key)
                .toList();
    }

    static List<String> environmentVariables() {
        return Stream.concat(
                        Arrays.stream(Setting.values()).map(Setting::environmentVariable),
                        Arrays.stream(ClientSetting.values())
                                .filter(ClientSetting::ofCommand)
                                .map(ClientSetting::environmentVariable))
                .toList();
    }

    /// A sentence that names the nearest word, or the whole list when none is near.
    static String forWord(String typed, List<String> words) {
        String nearest = typed;
        int best = FAR;
        for (String word : words) {
            int distance = distance(typed.replace('_', '-'), word.replace('_', '-'));
            if (distance < best) {
                best = distance;
                nearest = word;
            }
        }
        return best < FAR
                ? " Did you mean " + nearest + "?"
                : " Known: " + String.join(", ", words) + ".";
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
