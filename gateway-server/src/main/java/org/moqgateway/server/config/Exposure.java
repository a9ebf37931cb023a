package org.moqgateway.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/// Keeps a gateway that asks nobody for a token on this machine, unless that was said to be wanted.
final class Exposure {
    private Exposure() {}

    /// Refuses addresses that other machines reach while everyone may do everything.
    static void check(AccessSettings access, HostPort listen, HostPort udpBind, RelaySettings relay)
            throws SettingException {
        if (!access.unguarded()) {
            return;
        }
        refuse(Setting.LISTEN, listen);
        refuse(Setting.UDP_BIND, udpBind);
        if (relay.quicBind() != null) {
            refuse(Setting.QUIC_BIND, relay.quicBind());
        }
        if (relay.qmuxBind() != null) {
            refuse(Setting.QMUX_BIND, relay.qmuxBind());
        }
    }

    private static void refuse(Setting setting, HostPort address) throws SettingException {
        if (isLoopback(address)) {
            return;
        }
        throw new SettingException(
                setting.key()
                        + " "
                        + address
                        + " can be reached from other machines, and nothing says who may publish"
                        + " and play: give --auth-key FILE (moq-gateway token generate makes one),"
                        + " name what is open to all with --auth-public PREFIX, or say --public to"
                        + " let everyone do everything.");
    }

    /// An unknown name counts as loopback: that it can't be listened on is told where that is
    /// tried.
    private static boolean isLoopback(HostPort address) {
        try {
            return Stream.of(InetAddress.getAllByName(address.host()))
                    .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
