package org.moqgateway.moq.token;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The keys below a URL: `GET {base}/{kid}.jwk`, answered with 200 and the key, or 404. A key
/// that was found is kept for [#KEPT]; so a key that was taken away is refused that much later.
/// That there is none is remembered for [#MISSED]. At most [#MAX_REQUESTS] requests are under
/// way: tokens with invented ids can't make more, and whoever comes then waits for a turn.
/// Redirections are not followed.
final class KeyUrl implements KeySource {
    static final Duration KEPT = Duration.ofMinutes(5);
    static final Duration MISSED = Duration.ofSeconds(30);
    static final int MAX_KEPT = 1024;
    static final int MAX_REQUESTS = 16;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private record Kept(TokenKey key, Instant until) {}

    private final String base;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Semaphore requests = new Semaphore(MAX_REQUESTS);
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// Until when an id needs not be asked for again. Apart from the keys: invented ids must
    /// not push them out. Guarded by `kept`.
    private final Map<String, Instant> missed = new LinkedHashMap<>();

    KeyUrl(URI base) {
        String scheme = base.getScheme();
        if ((!"http".equals(scheme) && !"https".equals(scheme)) || base.getHost() == null) {
            throw new IllegalArgumentException("not an http or https URL: " + base);
        }
        String text = base.toString();
        this.base = text.endsWith("/") ? text : text + "/";
    }

    @Override
    public TokenKey key(Optional<String> id, Instant now) throws TokenException {
        String name = KeyDirectory.required(id);
        Optional<TokenKey> known = remembered(name, now);
        return known.isPresent() ? known.get() : fetch(name, now);
    }

    /// @throws TokenException when there was no such key a moment ago
    private Optional<TokenKey> remembered(String name, Instant now) throws TokenException {
        synchronized (kept) {
            Instant until = missed.get(name);
            if (until != null && now.isBefore(until)) {
                throw KeyDirectory.unknown(name);
            }
            return Optional.ofNullable(kept.get(name))
                    .filter(known -> now.isBefore(known.until()))
                    .map(Kept::key);
        }
    }

    private TokenKey fetch(String name, Instant now) throws TokenException {
        try {
            if (!requests.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable(name, "too many are being asked for");
            }
            try {
                // Somebody else may have asked for the same meanwhile.
                Optional<TokenKey> known = remembered(name, now);
                return known.isPresent() ? known.get() : remember(name, request(name), now);
            } finally {
                requests.release();
            }
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(name, "no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(name, "interrupted");
        }
    }

    /// @param found empty for a key that there is not
    private TokenKey remember(String name, Optional<TokenKey> found, Instant now)
            throws TokenException {
        synchronized (kept) {
            if (found.isEmpty()) {
                put(missed, name, now.plus(MISSED));
                throw KeyDirectory.unknown(name);
            }
            missed.remove(name);
            put(kept, name, new Kept(found.get(), now.plus(KEPT)));
        }
        return found.get();
    }

    private static <V> void put(Map<String, V> bounded, String name, V value) {
        bounded.put(name, value);
        if (bounded.size() > MAX_KEPT) {
            bounded.remove(bounded.keySet().iterator().next());
        }
    }

    // The client's own timeout ends with the headers; this one counts for the body as well.
    private Optional<TokenKey> request(String name)
            throws ExecutionException, TimeoutException, InterruptedException, TokenException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + name + ".jwk")).build();
        CompletableFuture<HttpResponse<byte[]>> asked =
                client.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), KeyJson.MAX_CHARACTERS));
        try {
            HttpResponse<byte[]> response = asked.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (response.statusCode() != OK) {
                throw unavailable(name, "status " + response.statusCode());
            }
            return Optional.of(KeyFiles.parse(response.body()));
        } finally {
            asked.cancel(true);
        }
    }

    private static TokenException unavailable(String name, String why) {
        return new TokenException(
                TokenException.Reason.KEY_UNAVAILABLE,
                "can't look up the key \"" + name + "\": " + why);
    }
}
