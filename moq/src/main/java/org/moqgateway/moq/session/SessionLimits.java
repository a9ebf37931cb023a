package org.moqgateway.moq.session;

/// How much one peer may ask for and send; whatever is beyond is refused or ends the session.
///
/// Names are bounded for every peer alike: paths by [BroadcastPath#MAX_BYTES], tracks by
/// [TrackName#MAX_BYTES]. A longer one is malformed: it ends the session in an announcement and
/// costs the stream elsewhere. A path with control characters is not announced any further, and
/// nothing else happens.
///
/// @param announces broadcasts that a peer may have announced at once; more are not taken; a peer
///     that we dialled may have as many as the origin takes
/// @param subscriptions subscriptions that a peer may have open at once, and beside them as many
///     requests for what a track is; more are reset
/// @param announceStreams announce streams that a peer may have open; more are reset
/// @param requests fetches and probes that a peer may have open; more are reset
/// @param groupsPerSubscription group streams open at once for one subscription of the peer; the
///     oldest gives way
/// @param frameBytes the largest frame that is taken; its group is stopped
/// @param receivedGroups group streams that a peer may have open at once; more are stopped
/// @param abortedStreamsPerSecond streams that a peer may open and abandon per second, ten times
///     as many at once; more ends the session
/// @param budgets what all of it may cost together
public record SessionLimits(
        int announces,
        int subscriptions,
        int announceStreams,
        int requests,
        int groupsPerSubscription,
        int frameBytes,
        int receivedGroups,
        int abortedStreamsPerSecond,
        SessionBudgets budgets) {
    /// @throws IllegalArgumentException when a bound is not positive
    public SessionLimits {
        if (announces < 1
                || subscriptions < 1
                || announceStreams < 1
                || requests < 1
                || groupsPerSubscription < 1
                || frameBytes < 1
                || receivedGroups < 1
                || abortedStreamsPerSecond < 1) {
            throw new IllegalArgumentException("a limit is not positive");
        }
    }

    /// Room for a relay of many tracks; frames of 16 MiB.
    public static SessionLimits defaults() {
        return new SessionLimits(
                10_000,
                16_384,
                8,
                1_024,
                32,
                16 * 1024 * 1024,
                4_096,
                1_000,
                SessionBudgets.defaults());
    }

    /// The same with other budgets.
    public SessionLimits withBudgets(SessionBudgets newBudgets) {
        return new SessionLimits(
                announces,
                subscriptions,
                announceStreams,
                requests,
                groupsPerSubscription,
                frameBytes,
                receivedGroups,
                abortedStreamsPerSecond,
                newBudgets);
    }
}
