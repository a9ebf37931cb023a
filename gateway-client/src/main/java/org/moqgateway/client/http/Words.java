package org.moqgateway.client.http;

import java.time.Duration;
import okhttp3.HttpUrl;

/// What servers say, made fit for messages and logs. Pure.
final class Words {
    /// Characters of a server that a message shows.
    static final int MOST = 200;

    private static final int MOST_OF_A_URL = 300;

    private Words() {}

    /// Printable characters alone, [#MOST] at most, blanks run together.
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        boolean blank = false;
        for (int i = 0; i < text.length() && clean.length() < MOST; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = true;
            } else if (printable(c)) {
                if (blank && !clean.isEmpty()) {
                    clean.append(' ');
                }
                blank = false;
                clean.appendCodePoint(c);
            }
        }
        return clean.toString();
    }

    /// Neither control nor format characters, which turn lines round and hide words.
    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    /// Whole seconds, else milliseconds.
    static String of(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /// Scheme, host and port.
    static String origin(HttpUrl url) {
        return of(url.newBuilder().encodedPath("/").build());
    }

    /// A URL without query, fragment and credentials.
    static String of(HttpUrl url) {
        String plain =
                url.newBuilder()
                        .username("")
                        .password("")
                        .query(null)
                        .fragment(null)
                        .build()
                        .toString();
        return plain.length() <= MOST_OF_A_URL ? plain : plain.substring(0, MOST_OF_A_URL) + "…";
    }
}
