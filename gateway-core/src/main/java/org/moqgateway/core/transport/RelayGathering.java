package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.turn.TurnTransport;

/// Makes the paths that are no plain UDP sockets: allocations of TURN servers, connections to the
/// peer's TCP candidates. Its methods return at once and are called on any thread; what comes of
/// them is told on the loop.
public interface RelayGathering {

    /// What is wanted.
    ///
    /// @param loop where the paths live
    /// @param family of the addresses that peers shall see, INET or INET6
    /// @param allowed which addresses may be reached, once names are resolved
    /// @param listener of each path
    /// @param found told of each path, on the loop
    /// @param done told once, on the loop, that no more will come: why, for people, or the empty
    ///     text when all went well
    record Request(
            MediaLoop loop,
            StandardProtocolFamily family,
            Predicate<InetAddress> allowed,
            DatagramPath.Listener listener,
            Consumer<Found> found,
            Consumer<String> done) {}

    /// What was found.
    ///
    /// @param path owned by who is told
    /// @param base the address of this host that it goes by: without it the path is dead
    /// @param transport what carries it
    record Found(DatagramPath path, InetAddress base, TurnTransport transport) {}

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
