package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.TcpPath;
import org.moqgateway.core.turn.RelayedPath;
import org.moqgateway.core.turn.TurnGatherer;
import org.moqgateway.core.turn.TurnRequest;

/// Relayed addresses of TURN servers (RFC 8656), IPv4 ones, and connections to peers' TCP
/// candidates. Holds nothing itself.
public final class TurnRelays implements RelayGathering {
    @Override
    public Cancellable gather(Request request, IceServer server) {
        return TurnGatherer.gather(
                TurnRequest.of(server, request.allowed()),
                request.loop(),
                request.listener(),
                new TurnGatherer.Outcome() {
                    @Override
                    public void found(RelayedPath relayed, InetSocketAddress mapped) {
                        request.found().accept(relayed);
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
        Connecting connecting = new Connecting(request);
        Cancellable attempt =
                TcpPath.connect(request.loop(), peer, request.listener(), connecting);
        return () -> {
            if (!connecting.handedOver) {
                attempt.cancel();
            }
        };
    }

    private static final class Connecting implements TcpPath.Outcome {
        private final Request request;
        private volatile boolean handedOver;

        Connecting(Request request) {
            this.request = request;
        }

        @Override
        public void connected(TcpPath path) {
            handedOver = true;
            request.found().accept(path);
            request.done().accept("");
        }

        @Override
        public void failed(String why) {
            request.done().accept(why);
        }
    }
}
