package org.moqgateway.server.config;

/// Who speaks QUIC.
public enum QuicStack {
    /// Netty where its native library loads, else Kwik.
    AUTO,
    /// Netty's native QUIC, which can share a UDP port with media.
    NETTY,
    /// Kwik, in Java alone, which owns its socket.
    KWIK
}
