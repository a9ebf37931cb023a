package org.moqgateway.server.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command prints and reads.
///
/// @param out answers and the banner
/// @param err what went wrong
/// @param in what is piped in
record Console(PrintWriter out, PrintWriter err, InputStream in) {
    /// A console that nothing is piped into.
    Console(PrintWriter out, PrintWriter err) {
        this(out, err, InputStream.nullInputStream());
    }

    static Console system() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.in);
    }
}
