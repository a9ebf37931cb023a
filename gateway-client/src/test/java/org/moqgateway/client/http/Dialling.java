package org.moqgateway.client.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the tests dial with.
final class Dialling {
    static final String OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
    static final String ANSWER = "v=0\r\no=- 2 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
    static final String SDP = "Content-Type: application/sdp\r\n";
    static final String CREATED = SDP + "Location: /session/1\r\nETag: \"one\"\r\n";

    private Dialling() {}

    static Endpoint endpoint(URI url) {
        return new Endpoint(
                url, Optional.empty(), List.of(), Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    static Endpoint endpoint(URI url, String token) {
        return new Endpoint(
                url,
                Optional.of(() -> token),
                List.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    static Endpoint within(URI url, Duration limit) {
        return new Endpoint(url, Optional.empty(), List.of(), limit, limit);
    }
}
