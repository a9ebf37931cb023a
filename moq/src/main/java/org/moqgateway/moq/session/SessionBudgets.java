package org.moqgateway.moq.session;

/// What a peer may cost in all, however it spreads it over streams and requests. Each bound has
/// room for a relay of many tracks.
///
/// @param incompleteBytes memory for frames of the peer that are not whole yet; the stream that
///     wants more is stopped, and its group is aborted
/// @param announceBytes names and routes that a peer may have announced at once; more are not
///     taken. A peer that may have more broadcasts may have as much more of this
/// @param groupStreams group streams towards the peer that are open, or finished and possibly not
///     delivered yet; beyond it the oldest finished ones are reset, then the oldest open ones of
///     the lowest priority
/// @param finishedBytes what the finished ones of them may hold; beyond it the oldest are reset
/// @param updatesPerSecond changed wishes for subscriptions that a peer may send per second, ten
///     times as many at once; each one more counts as a stream opened in vain
/// @param announcesPerSecond announcements that were taken, changes and ends of them that a peer
///     may send per second, ten times as many at once; each one more counts as a stream opened in
///     vain, unless we dialled
public record SessionBudgets(
        int incompleteBytes,
        int announceBytes,
        int groupStreams,
        int finishedBytes,
        int updatesPerSecond,
        int announcesPerSecond) {
    /// @throws IllegalArgumentException when a bound is not positive
    public SessionBudgets {
        if (incompleteBytes < 1
                || announceBytes < 1
                || groupStreams < 1
                || finishedBytes < 1
                || updatesPerSecond < 1
                || announcesPerSecond < 1) {
            throw new IllegalArgumentException("a budget is not positive");
        }
    }

    /// 32 MiB of incomplete frames, 4 MiB of announcements, 16 384 group streams.
    public static SessionBudgets defaults() {
        return new SessionBudgets(32 << 20, 4 << 20, 16_384, 64 << 20, 100, 1_000);
    }
}
