package org.moqgateway.moq.model;

import java.security.SecureRandom;

/// Identity of one origin: an original publisher or a relay, as it stands in a hop list.
///
/// @param value 1 to 2^62-1; 0 is [#UNKNOWN]
public record OriginId(long value) {
    /// A hop whose id the wire did not tell (moq-lite-03), or that chose not to have one.
    public static final OriginId UNKNOWN = new OriginId(0);

    private static final long LIMIT = 1L << 62;

    // Players of older releases read an id into a 53-bit number and fail above it.
    private static final long RANDOM_LIMIT = 1L << 53;

    private static final SecureRandom RANDOM = new SecureRandom();

    /// @throws IllegalArgumentException when the value is outside of 0..2^62-1
    public OriginId {
        if (value < 0 || value >= LIMIT) {
            throw new IllegalArgumentException("origin id is not within 0..2^62-1: " + value);
        }
    }

    /// A fresh identity, never [#UNKNOWN].
    public static OriginId random() {
        return new OriginId(RANDOM.nextLong(1, RANDOM_LIMIT));
    }

    /// Whether this identity can be recognized when it comes back.
    public boolean known() {
        return value != 0;
    }
}
