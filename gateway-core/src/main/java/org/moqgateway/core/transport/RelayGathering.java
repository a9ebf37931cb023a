package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;

/// Makes the paths that are no plain UDP sockets: allocations of TURN servers, connections to the
/// peer's TCP candidates. Its methods return at once and are called on any thread; what comes of
/// them is told on the loop.
public interface RelayGathering {

    /// None at all: such servers and candidates are left out.
    RelayGathering NONE =
            new RelayGathering() {
                @Override
                public Cancellable gather(Request request, IceServer server) {
                    request.ended("no TURN client");
                    return () -> {};
                }

                @Override
                public Cancellable connect(Request request, InetSocketAddress peer) {
                    request.ended("no TCP candidates");
                    return () -> {};
                }
            };

    /// What is wanted.
    ///
    /// @param loop where the paths live
    /// @param allowed which addresses may be reached, once names are resolved
    /// @param listener of each path
    /// @param found told of each path, on the loop; whoever gets one owns it
    /// @param done told once, on the loop, that no more will come: why, for people, or the empty
    ///     text when all went well
    record Request(
            MediaLoop loop,
            Predicate<InetAddress> allowed,
            DatagramPath.Listener listener,
            Consumer<DatagramPath> found,
            Consumer<String> done) {

        /// Says that no more will come.
        void ended(String why) {
            loop.execute(() -> done.accept(why));
        }
    }

    /// Asks a TURN server for allocations.
    ///
    /// @param server with a `turn:` or `turns:` URL
    /// @return gives up; paths that were handed over stay
    Cancellable gather(Request request, IceServer server);

    /// Connects to a passive TCP candidate of the peer (RFC 6544).
    ///
    /// @return gives up; a path that was handed over stays
    Cancellable connect(Request request, InetSocketAddress peer);
}
