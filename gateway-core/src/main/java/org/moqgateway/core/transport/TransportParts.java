package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import org.moqgateway.core.ice.IceTimings;

/// What a transport is made with beside its settings: others in tests.
///
/// @param relays makes paths that are no UDP sockets
/// @param names finds the addresses of multicast DNS names
/// @param hosts tells of changes of the addresses of this host
/// @param timings how long silence is borne
/// @param random source of seeds
record TransportParts(
        RelayGathering relays,
        Names names,
        HostWatch hosts,
        IceTimings timings,
        SecureRandom random) {

    /// Finds the addresses of a name, for a second at most.
    interface Names {
        /// Blocks; none when nobody answers.
        ///
        /// @param name lower case, ends in `.local`
        List<InetAddress> resolve(String name);
    }

    static TransportParts of(RelayGathering relays) {
        return new TransportParts(
                relays,
                new MulticastNames(),
                HostWatch.SHARED,
                IceTimings.DEFAULT,
                new SecureRandom());
    }
}
