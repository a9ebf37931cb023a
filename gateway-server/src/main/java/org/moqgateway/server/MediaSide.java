package org.moqgateway.server;

import java.io.IOException;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.WebRtcSettings;

/// The media side as the application holds it.
///
/// @param broker what HTTP asks
/// @param udpPort the bound media port
/// @param closer ends every session and frees the port, within two seconds
public record MediaSide(SessionBroker broker, int udpPort, Runnable closer) {
    /// Opens the media side.
    @FunctionalInterface
    public interface Factory {
        /// Binds the UDP port and starts the media threads.
        ///
        /// @throws IOException when the port can't be bound
        MediaSide open(WebRtcSettings settings) throws IOException;
    }
}
