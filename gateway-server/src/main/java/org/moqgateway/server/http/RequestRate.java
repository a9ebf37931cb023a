package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// Bounds how often one address may POST, PATCH or DELETE (RFC 9725 §5 on flooding and on guessing
/// session URLs). A bucket of five seconds' worth of requests per address; the addresses seen
/// longest ago are forgotten.
final class RequestRate {
    private static final int BURST_SECONDS = 5;
    private static final int MAX_ADDRESSES = 10_000;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final Map<AddressKey, Bucket> buckets =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<AddressKey, Bucket> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    RequestRate(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
    }

    /// Counts this request; refuses it with 429 when its address has used up its share.
    void check(Context ctx) {
        var remote =
                ServletContextRequest.getServletContextRequest(ctx.req())
                        .getConnectionMetaData()
                        .getRemoteSocketAddress();
        if (remote instanceof InetSocketAddress inet && !take(inet.getAddress())) {
            throw Problem.of(429, "Too many requests from this address.")
                    .with("Retry-After", "1")
                    .asException();
        }
    }

    synchronized boolean take(InetAddress address) {
        long now = nanoClock.getAsLong();
        Bucket bucket =
                buckets.computeIfAbsent(
                        AddressKey.of(address),
                        key -> new Bucket((double) perSecond * BURST_SECONDS, now));
        double earned = (now - bucket.filledAtNanos) * 1e-9 * perSecond;
        bucket.tokens = Math.min((double) perSecond * BURST_SECONDS, bucket.tokens + earned);
        bucket.filledAtNanos = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens -= 1;
        return true;
    }

    private static final class Bucket {
        private double tokens;
        private long filledAtNanos;

        Bucket(double tokens, long filledAtNanos) {
            this.tokens = tokens;
            this.filledAtNanos = filledAtNanos;
        }
    }
}
