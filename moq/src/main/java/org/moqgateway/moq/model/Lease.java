package org.moqgateway.moq.model;

/// The right to write one track. At most one lease of a track is valid; a source that lost it
/// writes nothing more, whatever its thread is doing.
///
/// Writing raises [#busy] and then looks whether the lease is valid; a handover changes the valid
/// lease and then waits for `busy` to fall. All four are volatile accesses, so no write of the old
/// holder overlaps one of the new.
final class Lease {
    private volatile boolean busy;

    void busy(boolean now) {
        busy = now;
    }

    /// Waits for the write in progress, which runs no foreign code: an append or an insertion.
    void awaitIdle() {
        while (busy) {
            Thread.onSpinWait();
        }
    }
}
