package org.moqgateway.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The token of whoever may start and stop clients. Only its hash is kept, so that nothing can
/// print it. Any thread.
public final class AdminToken {
    private final byte[] hash;

    private AdminToken(byte[] hash) {
        this.hash = hash;
    }

    static AdminToken of(String token) {
        return new AdminToken(hash(token));
    }

    /// Whether this is the token. Takes as long for a wrong one as for the right one.
    ///
    /// @param shown what a request shows
    public boolean matches(String shown) {
        return MessageDigest.isEqual(hash, hash(shown));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AdminToken token && MessageDigest.isEqual(hash, token.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "…";
    }
}
