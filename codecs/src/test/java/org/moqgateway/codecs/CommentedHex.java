package org.moqgateway.codecs;

import java.util.HexFormat;

/// Reads bytes written as hex digits with blanks, line ends and `#` comments between them.
public final class CommentedHex {
    private CommentedHex() {}

    /// The bytes of the text.
    public static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
    }
}
