package org.moqgateway.moq.token;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The keys of a directory; see [KeySource#directory].
final class KeyDirectory implements KeySource {
    private final Path directory;

    KeyDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public TokenKey key(Optional<String> id, Instant now) throws TokenException {
        String name = required(id);
        try {
            return KeyFiles.read(directory.resolve(name + ".jwk"));
        } catch (NoSuchFileException e) {
            throw unknown(name);
        } catch (IOException e) {
            throw new TokenException(
                    TokenException.Reason.KEY_UNAVAILABLE, "can't read the key \"" + name + "\"");
        }
    }

    /// The id, fit for a file name.
    static String required(Optional<String> id) throws TokenException {
        String name =
                id.orElseThrow(
                        () ->
                                new TokenException(
                                        TokenException.Reason.UNKNOWN_KEY,
                                        "the token does not name its key (kid)"));
        if (!KeyId.valid(name)) {
            throw new TokenException(
                    TokenException.Reason.UNKNOWN_KEY,
                    "the token's key id (kid) has other characters than A-Z a-z 0-9 _ -");
        }
        return name;
    }

    static TokenException unknown(String name) {
        return new TokenException(
                TokenException.Reason.UNKNOWN_KEY, "there is no key \"" + name + "\"");
    }
}
