package org.moqgateway.server.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command prints.
///
/// @param out answers and the banner
/// @param err what went wrong
record Console(PrintWriter out, PrintWriter err) {
    static Console system() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
