package org.moqgateway.core.net;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer of a mux: its handler, the loop it is pinned to, its ufrags and addresses.
///
/// The two sets are guarded by this object's monitor; the mux's maps, which the loops read, are
/// changed under it too.
final class Peer implements UdpMux.Registration {

    static final int MOST_ADDRESSES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(UdpMux.class);
    private static final int MOST_HANDOVERS = 256;

    private final Routes routes;
    private final PeerHandler handler;
    private final Set<String> ufrags = new LinkedHashSet<>();
    private final Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    private final AtomicReference<@Nullable LoopSockets> home = new AtomicReference<>();
    private final AtomicInteger handovers = new AtomicInteger();
    private volatile @Nullable LoopSender sender;
    private volatile boolean closed;

    Peer(Routes routes, PeerHandler handler) {
        this.routes = routes;
        this.handler = handler;
    }

    /// Pins the peer to a loop, whose thread calls this, unless it is pinned already.
    void attach(LoopSockets here) {
        if (home.get() == null && home.compareAndSet(null, here)) {
            LoopSender out = new LoopSender(here);
            sender = out;
            if (closed) {
                out.close();
            }
            try {
                handler.attached(here.loop(), out);
            } catch (RuntimeException e) {
                LOG.error("A peer's handler failed on its start", e);
            }
        }
    }

    /// Delivers a datagram read on the loop of `here`.
    void deliver(LoopSockets here, byte[] bytes, int length, InetSocketAddress source, long now) {
        attach(here);
        LoopSockets at = home.get();
        if (at == here) {
            deliver(bytes, length, source, now);
        } else if (at != null) {
            handOver(at, bytes, length, source, now);
        }
    }

    private void handOver(
            LoopSockets at, byte[] bytes, int length, InetSocketAddress source, long now) {
        if (handovers.get() >= MOST_HANDOVERS) {
            at.counters().droppedHandover.increment();
            return;
        }
        handovers.incrementAndGet();
        byte[] copy = Arrays.copyOf(bytes, length + InboundHandler.ROOM_BYTES);
        at.loop()
                .execute(
                        () -> {
                            handovers.decrementAndGet();
                            deliver(copy, length, source, now);
                        });
    }

    /// A fault in one peer's handler must not end the loop that serves the others.
    private void deliver(byte[] bytes, int length, InetSocketAddress source, long now) {
        if (closed) {
            return;
        }
        try {
            handler.datagram(bytes, 0, length, source, now);
        } catch (RuntimeException e) {
            LOG.error("A peer's handler failed on a datagram", e);
        }
    }

    @Override
    public synchronized void bindAddress(InetSocketAddress address) {
        Peer owner = routes.byAddress.get(address);
        if (closed || owner == this || (owner != null && owner.handler.holds(address))) {
            return;
        }
        Peer before = routes.byAddress.put(address, this);
        addresses.add(address);
        if (before != null) {
            before.lost(address);
        }
        if (addresses.size() > MOST_ADDRESSES) {
            unbindAddress(addresses.iterator().next());
        }
    }

    /// Another peer took the address. Without the monitor of this one, lest two peers lock each
    /// other: a stale entry in the set does no harm, since removal looks at the owner.
    private void lost(InetSocketAddress address) {
        LoopSockets at = home.get();
        if (at != null) {
            at.loop().execute(() -> forget(address));
        }
    }

    private synchronized void forget(InetSocketAddress address) {
        if (routes.byAddress.get(address) != this) {
            addresses.remove(address);
        }
    }

    @Override
    public synchronized void unbindAddress(InetSocketAddress address) {
        if (addresses.remove(address)) {
            routes.byAddress.remove(address, this);
        }
    }

    @Override
    public synchronized void addUfrag(String localUfrag) {
        if (closed) {
            return;
        }
        if (routes.byUfrag.putIfAbsent(localUfrag, this) != null) {
            throw new IllegalArgumentException("ufrag in use");
        }
        ufrags.add(localUfrag);
    }

    @Override
    public synchronized void removeUfrag(String localUfrag) {
        if (ufrags.remove(localUfrag)) {
            routes.byUfrag.remove(localUfrag, this);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        ufrags.forEach(ufrag -> routes.byUfrag.remove(ufrag, this));
        addresses.forEach(address -> routes.byAddress.remove(address, this));
        ufrags.clear();
        addresses.clear();
        routes.peers.remove(this);
        LoopSender out = sender;
        if (out != null) {
            out.close();
        }
    }
}
