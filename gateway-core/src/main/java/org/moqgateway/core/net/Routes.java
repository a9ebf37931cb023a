package org.moqgateway.core.net;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which peer a datagram belongs to. Read by every loop without a lock.
final class Routes {

    final Map<String, Peer> byUfrag = new ConcurrentHashMap<>();
    final Map<InetSocketAddress, Peer> byAddress = new ConcurrentHashMap<>();
    final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    /// Takes everything, if this is a socket of one peer's own.
    private final @Nullable Peer only;

    Routes(@Nullable PeerHandler onlyHandler) {
        only = onlyHandler == null ? null : new Peer(this, onlyHandler);
    }

    @Nullable Peer only() {
        return only;
    }

    /// A Binding request goes by its ufrag before its address, since an address may serve a second
    /// session.
    @Nullable Peer find(DatagramKind kind, byte[] bytes, int length, InetSocketAddress source) {
        if (only != null) {
            return only;
        }
        if (kind == DatagramKind.STUN) {
            String ufrag = StunUsername.localUfrag(bytes, 0, length);
            Peer named = ufrag == null ? null : byUfrag.get(ufrag);
            if (named != null) {
                return named;
            }
        }
        return byAddress.get(source);
    }
}
