package org.moqgateway.core.ice;

import java.net.InetSocketAddress;

/// One received datagram, lent.
///
/// @param buffer its buffer
/// @param offset where it starts
/// @param length its length in bytes
/// @param source where it came from
/// @param nowNanos when
@SuppressWarnings("ArrayRecordComponent")
public record IceDatagram(
        byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {}
