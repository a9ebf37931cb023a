package org.moqgateway.server;

import java.io.IOException;
import java.util.function.Consumer;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionDialer;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.transport.netty.SharedQuicPort;

/// The media side as the application holds it.
///
/// @param broker what HTTP asks
/// @param dialer what the client roles ask
/// @param udpPort the bound media port
/// @param quic serves QUIC on the media port too; its owner closes it before this
/// @param closer ends every session and frees the port, within two seconds
public record MediaSide(
        SessionBroker broker,
        SessionDialer dialer,
        int udpPort,
        Consumer<SharedQuicPort> quic,
        Runnable closer) {
    /// Opens the media side.
    @FunctionalInterface
    public interface Factory {
        /// Binds the UDP port and starts the media threads.
        ///
        /// @param origin where publishers' broadcasts go and viewers' come from; the caller's
        /// @throws IOException when the port can't be bound
        MediaSide open(Origin origin, WebRtcSettings settings) throws IOException;
    }
}
