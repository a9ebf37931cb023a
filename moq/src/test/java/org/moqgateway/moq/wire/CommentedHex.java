package org.moqgateway.moq.wire;

import java.util.HexFormat;

/// Reads bytes written as hex digits with blanks, line ends and `#` comments between them.
final class CommentedHex {
    private CommentedHex() {}

    /// The bytes of the text.
    static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
    }
}
