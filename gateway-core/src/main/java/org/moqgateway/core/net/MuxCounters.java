package org.moqgateway.core.net;

import java.util.concurrent.atomic.LongAdder;

/// The counters of one [UdpMux], added to by its loops.
final class MuxCounters {

    final LongAdder received = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
    final LongAdder droppedUnknown = new LongAdder();
    final LongAdder droppedMalformed = new LongAdder();
    final LongAdder droppedHandover = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder sentBytes = new LongAdder();
    final LongAdder segmentedWrites = new LongAdder();
    final LongAdder sendFailed = new LongAdder();
    final LongAdder sendDropped = new LongAdder();

    UdpMuxStats snapshot() {
        return new UdpMuxStats(
                received.sum(),
                receivedBytes.sum(),
                droppedUnknown.sum(),
                droppedMalformed.sum(),
                droppedHandover.sum(),
                sent.sum(),
                sentBytes.sum(),
                segmentedWrites.sum(),
                sendFailed.sum(),
                sendDropped.sum());
    }
}
