package org.moqgateway.server.moq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tokens in files.
final class Tokens {
    private Tokens() {}

    /// The one token of a file.
    ///
    /// @throws IOException naming the setting when there is none
    static String read(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (!token.matches("[A-Za-z0-9_.-]+")) {
            throw new IOException(
                    "cluster-token: " + file + " does not hold one token and nothing else");
        }
        return token;
    }
}
