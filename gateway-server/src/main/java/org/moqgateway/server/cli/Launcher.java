package org.moqgateway.server.cli;

import org.moqgateway.server.Gateway;
import org.moqgateway.server.MediaSide;
import org.moqgateway.server.StartException;
import org.moqgateway.server.config.GatewaySettings;

/// Starts what a command asks for.
interface Launcher {
    /// The gateway.
    Gateway gateway(GatewaySettings settings) throws StartException;

    /// The relay alone.
    Gateway relay(GatewaySettings settings) throws StartException;

    /// The real one.
    static Launcher of(MediaSide.Factory media) {
        return new Launcher() {
            @Override
            public Gateway gateway(GatewaySettings settings) throws StartException {
                return Gateway.start(settings, media);
            }

            @Override
            public Gateway relay(GatewaySettings settings) throws StartException {
                return Gateway.startRelay(settings);
            }
        };
    }
}
