package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.TcpPath;
import org.moqgateway.core.turn.RelayedPath;
import org.moqgateway.core.turn.TurnGatherer;
import org.moqgateway.core.turn.TurnRequest;
import org.moqgateway.core.turn.TurnTransport;

/// Relays of TURN servers over UDP, TCP and TLS, one address of each request; connections over TCP.
///
/// @param trust the roots for `turns:`; null for those of the platform
public record TurnRelays(@Nullable SSLContext trust) implements RelayGathering {

    @Override
    public Cancellable gather(Request request, IceServer server) {
        TurnRequest plain = TurnRequest.of(server, request.allowed()).withFamily(request.family());
        SSLContext roots = trust;
        return TurnGatherer.gather(
                roots == null ? plain : plain.withTrust(roots),
                request.loop(),
                request.listener(),
                new TurnGatherer.Outcome() {
                    @Override
                    public void found(RelayedPath relayed) {
                        InetAddress base = relayed.base().getAddress();
                        request.found().accept(new Found(relayed, base, relayed.transport()));
                        request.done().accept("");
                    }

                    @Override
                    public void failed(String why) {
                        request.done().accept(why);
                    }
                });
    }

    @Override
    public Cancellable connect(Request request, InetSocketAddress peer) {
        return TcpPath.connect(
                request.loop(),
                peer,
                request.listener(),
                new TcpPath.Outcome() {
                    @Override
                    public void connected(TcpPath path) {
                        InetAddress base = path.localAddress().getAddress();
                        request.found().accept(new Found(path, base, TurnTransport.TCP));
                        request.done().accept("");
                    }

                    @Override
                    public void failed(String why) {
                        request.done().accept(why);
                    }
                });
    }
}
