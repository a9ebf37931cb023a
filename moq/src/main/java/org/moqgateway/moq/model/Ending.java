package org.moqgateway.moq.model;

/// How a broadcast, track or group ended. Terminal: the first ending stays.
public sealed interface Ending {
    /// The ending of a publisher that is done.
    Ending FINISHED = new Finished();

    /// The publisher finished: what was read is complete.
    record Finished() implements Ending {}

    /// It ended early.
    record Aborted(AbortReason reason) implements Ending {}
}
