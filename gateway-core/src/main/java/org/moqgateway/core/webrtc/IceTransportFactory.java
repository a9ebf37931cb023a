package org.moqgateway.core.webrtc;

import java.io.IOException;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.transport.IceTransport;
import org.moqgateway.core.transport.IceTransportSettings;

/// Opens the way of each session that we dial. Any thread; control plane.
@FunctionalInterface
public interface IceTransportFactory {
    /// Opens sockets and begins to gather candidates.
    ///
    /// @param loops where the way lives; the caller's
    /// @return owned by the caller
    /// @throws IOException when there is no socket; the message is for people
    IceTransport open(MediaLoops loops, IceTransportSettings settings) throws IOException;
}
