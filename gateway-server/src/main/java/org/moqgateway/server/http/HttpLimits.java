package org.moqgateway.server.http;

import java.time.Duration;

/// What a client may cost before it has shown any right to it.
///
/// @param maxBodyBytes largest offer or SDP fragment
/// @param headerDeadline from a request's first byte (or the connection's opening) to the end of
///     its header
/// @param bodyDeadline from the end of the header to the end of the body
/// @param idleTimeout how long a connection may rest between requests
/// @param maxHalfOpenPerAddress connections of one address that have not sent a whole request
///     header yet
/// @param fetchDeadline for a group that is fetched, from the request to its last byte
public record HttpLimits(
        int maxBodyBytes,
        Duration headerDeadline,
        Duration bodyDeadline,
        Duration idleTimeout,
        int maxHalfOpenPerAddress,
        Duration fetchDeadline) {

    /// 128 KiB, ten seconds each, thirty seconds of rest and for a fetch.
    public static HttpLimits standard() {
        return new HttpLimits(
                128 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                128,
                Duration.ofSeconds(30));
    }
}
