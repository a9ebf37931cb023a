package org.moqgateway.core.net;

/// A snapshot of a [UdpMux]'s counters since its start.
///
/// @param received datagrams read
/// @param receivedBytes their bytes
/// @param droppedUnknown datagrams from an address nobody has bound and that name no registered
///     ufrag
/// @param droppedMalformed datagrams whose first byte belongs to no protocol here, or that are too
///     short
/// @param droppedHandover datagrams dropped because the peer's own loop lagged behind
/// @param sent datagrams handed to the kernel
/// @param sentBytes their bytes
/// @param segmentedWrites writes that carried more than one datagram
/// @param sendFailed writes that the kernel refused, and datagrams for which there is no socket of
///     their family
/// @param sendDropped datagrams dropped because the socket was not writable
public record UdpMuxStats(
        long received,
        long receivedBytes,
        long droppedUnknown,
        long droppedMalformed,
        long droppedHandover,
        long sent,
        long sentBytes,
        long segmentedWrites,
        long sendFailed,
        long sendDropped) {}
