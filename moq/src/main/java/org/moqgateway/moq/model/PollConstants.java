package org.moqgateway.moq.model;

/// Shared instances of the answers that carry nothing.
final class PollConstants {
    private static final Poll<?> PENDING = new Poll.Pending<>();
    private static final Poll<?> FINISHED = new Poll.Finished<>();

    private PollConstants() {}

    // Safe: the instance holds no T.
    @SuppressWarnings("unchecked")
    static <T> Poll<T> pending() {
        return (Poll<T>) PENDING;
    }

    // Safe: the instance holds no T.
    @SuppressWarnings("unchecked")
    static <T> Poll<T> finished() {
        return (Poll<T>) FINISHED;
    }
}
