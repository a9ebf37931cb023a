package org.moqgateway.moq.token;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Where keys come from. Thread-safe; looking one up may block on a file or the network.
public interface KeySource {
    /// The key of a token.
    ///
    /// @param id what the token calls it (`kid`), not checked yet; empty when it names none
    /// @param now for what is kept for a while
    /// @throws TokenException when there is none, or it can't be looked up right now
    TokenKey key(Optional<String> id, Instant now) throws TokenException;

    /// One key for all tokens, whatever they call it.
    static KeySource single(TokenKey key) {
        return (id, now) -> key;
    }

    /// The key of a file, read once.
    ///
    /// @throws IOException when it can't be read
    /// @throws TokenException when it holds no key
    static KeySource file(Path file) throws IOException, TokenException {
        return single(KeyFiles.read(file));
    }

    /// The files `{kid}.jwk` of a directory, each read when a token names it, so that keys come and
    /// go without a restart.
    static KeySource directory(Path directory) {
        return new KeyDirectory(directory);
    }

    /// The resources `{kid}.jwk` below a URL; see [KeyUrl].
    ///
    /// @param base `http` or `https`
    /// @throws IllegalArgumentException for another URL
    static KeySource url(URI base) {
        return new KeyUrl(base);
    }
}
