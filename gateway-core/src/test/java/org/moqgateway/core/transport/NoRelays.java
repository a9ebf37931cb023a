package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;

/// Leaves such servers and candidates out.
record NoRelays() implements RelayGathering {

    @Override
    public Cancellable gather(Request request, IceServer server) {
        request.loop().execute(() -> request.done().accept("no TURN client"));
        return () -> {};
    }

    @Override
    public Cancellable connect(Request request, InetSocketAddress peer) {
        request.loop().execute(() -> request.done().accept("no TCP candidates"));
        return () -> {};
    }
}
