package org.moqgateway.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that holds one token.
final class TokenFile {
    private static final int MOST = 64 * 1024;

    private TokenFile() {}

    /// Reads the token, in UTF-8 with blanks and line ends around it.
    ///
    /// @param shortest how many characters it has at least
    /// @throws IOException with a message that names the file and nothing of what it holds
    static String read(Path file, int shortest) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST);
        } catch (IOException e) {
            throw new IOException(
                    "the token file "
                            + file
                            + " can't be read ("
                            + e.getClass().getSimpleName()
                            + ")",
                    e);
        }
        return ValueParsers.token(new String(bytes, StandardCharsets.UTF_8).strip(), shortest)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the token file "
                                                + file
                                                + " holds no token: expected "
                                                + Expected.token(shortest)
                                                + " in one line"));
    }
}
