package org.moqgateway.moq.model;

/// The answer of a consumer that never blocks.
///
/// Polling a track for frames allocates nothing: the [Ready] of a frame is made once by its
/// producer and shared by all consumers, and the others are constants or rare.
///
/// @param <T> what the consumer reads
public sealed interface Poll<T> {
    /// The next value. Poll again: more may be there.
    record Ready<T>(T value) implements Poll<T> {}

    /// The consumer had fallen behind and stands now before the newest group. Poll again.
    ///
    /// @param groups groups that were not, or not wholly, delivered; at least 1
    record Skipped<T>(long groups) implements Poll<T> {}

    /// Nothing yet. The wake-up of the consumer's `onAvailable` is armed by this answer.
    record Pending<T>() implements Poll<T> {}

    /// The publisher finished and everything was read.
    record Finished<T>() implements Poll<T> {}

    /// It ended early; what was not read yet is gone.
    record Aborted<T>(AbortReason reason) implements Poll<T> {}

    /// The one [Pending].
    static <T> Poll<T> pending() {
        return PollConstants.pending();
    }

    /// The one [Finished].
    static <T> Poll<T> finished() {
        return PollConstants.finished();
    }

    /// The answer of a consumer that has read everything of something that ended.
    static <T> Poll<T> of(Ending ending) {
        return switch (ending) {
            case Ending.Finished() -> finished();
            case Ending.Aborted(AbortReason reason) -> new Aborted<>(reason);
        };
    }
}
