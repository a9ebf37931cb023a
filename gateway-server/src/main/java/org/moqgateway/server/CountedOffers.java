package org.moqgateway.server;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientSettings;
import org.moqgateway.client.http.Endpoint;
import org.moqgateway.client.http.Signalling;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.client.http.SignallingSession;

/// Signalling that counts how often each client has offered a session. Any thread.
final class CountedOffers implements Signalling {
    private final Signalling signalling;
    private final IdentityHashMap<Endpoint, Count> counts = new IdentityHashMap<>();

    private record Count(ClientRole role, AtomicLong offers) {}

    /// @param signalling the caller's, to be closed after this
    CountedOffers(Signalling signalling, List<ClientSettings> clients) {
        this.signalling = signalling;
        // Two clients may have equal endpoints, and each holds the one of its settings.
        clients.forEach(
                client ->
                        counts.put(client.endpoint(), new Count(client.role(), new AtomicLong())));
    }

    /// How many offers of clients of a role were not their first.
    long again(ClientRole role) {
        return counts.values().stream()
                .filter(count -> count.role() == role)
                .mapToLong(count -> Math.max(0, count.offers().get() - 1))
                .sum();
    }

    @Override
    public SignallingSession offer(Endpoint endpoint, String offerSdp)
            throws SignallingException, InterruptedException {
        Count count = counts.get(endpoint);
        if (count != null) {
            count.offers().incrementAndGet();
        }
        return signalling.offer(endpoint, offerSdp);
    }

    @Override
    public void close() {}
}
