package org.moqgateway.core.net;

import java.net.InetSocketAddress;

/// What a [UdpMux] is bound to and how.
///
/// @param bind host and port. The host name `localhost` means 127.0.0.1 and ::1; the wildcard means
///     IPv4 and IPv6; any other address means itself. Port 0 picks one that is free for all of
///     them.
/// @param receiveBufferBytes wish for the kernel's receive buffer; less is tolerated
/// @param sendBufferBytes wish for the kernel's send buffer; less is tolerated
/// @param segmentation whether to use generic segmentation offload where the kernel has it
public record UdpMuxConfig(
        InetSocketAddress bind, int receiveBufferBytes, int sendBufferBytes, boolean segmentation) {

    private static final int DEFAULT_BUFFER_BYTES = 4 << 20;

    /// The defaults for an address: 4 MiB buffers, segmentation on.
    public static UdpMuxConfig of(InetSocketAddress bind) {
        return new UdpMuxConfig(bind, DEFAULT_BUFFER_BYTES, DEFAULT_BUFFER_BYTES, true);
    }

    /// The same with segmentation switched on or off.
    public UdpMuxConfig withSegmentation(boolean enabled) {
        return new UdpMuxConfig(bind, receiveBufferBytes, sendBufferBytes, enabled);
    }
}
