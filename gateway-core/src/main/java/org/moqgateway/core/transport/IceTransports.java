package org.moqgateway.core.transport;

import java.io.IOException;
import org.moqgateway.core.net.MediaLoops;

/// Opens ways to peers that we dial. Any thread; control plane.
public final class IceTransports {

    private IceTransports() {}

    /// The same with TURN servers that the platform trusts.
    ///
    /// @throws IOException when there is no socket; the message is for people
    public static IceTransport open(MediaLoops loops, IceTransportSettings settings)
            throws IOException {
        return open(loops, settings, new TurnRelays(null));
    }

    /// Opens a UDP socket on every usable address of this host, and begins to ask servers.
    ///
    /// @param loops where it lives, on one of them; the caller's
    /// @param relays how TURN servers and TCP candidates are reached
    /// @return owned by the caller
    /// @throws IOException when there is no socket; the message is for people
    public static IceTransport open(
            MediaLoops loops, IceTransportSettings settings, RelayGathering relays)
            throws IOException {
        return open(loops, settings, TransportParts.of(relays));
    }

    static IceTransport open(MediaLoops loops, IceTransportSettings settings, TransportParts parts)
            throws IOException {
        FullIceTransport transport = new FullIceTransport(loops, settings, parts);
        try {
            transport.open(parts.hosts().addresses());
        } catch (IOException e) {
            transport.close();
            throw e;
        }
        return transport;
    }
}
