package org.moqgateway.core.netem;

import java.util.HexFormat;

/// Byte tables in tests: hex digits in any grouping, `#` starts a comment that ends with the line.
public final class Hex {
    private Hex() {}

    /// The bytes of a commented table.
    public static byte[] bytes(String table) {
        return HexFormat.of().parseHex(table.replaceAll("#.*", "").replaceAll("\\s", ""));
    }
}
