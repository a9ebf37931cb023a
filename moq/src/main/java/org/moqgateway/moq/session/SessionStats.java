package org.moqgateway.moq.session;

import org.moqgateway.moq.transport.PathStats;

/// What one session has done so far, as of a moment ago.
///
/// @param announcesSent broadcasts announced to the peer and not taken back
/// @param announcesReceived broadcasts that the peer announces now
/// @param subscriptionsServed subscriptions of the peer that are open
/// @param subscriptionsMade subscriptions at the peer that are open
/// @param groupsSent group streams begun
/// @param groupsDropped groups given up before their end: old, evicted, stopped
/// @param framesSent frames written
/// @param bytesSent payload bytes written
/// @param framesReceived frames read
/// @param bytesReceived payload bytes read
/// @param path what the transport knows of the path
public record SessionStats(
        int announcesSent,
        int announcesReceived,
        int subscriptionsServed,
        int subscriptionsMade,
        long groupsSent,
        long groupsDropped,
        long framesSent,
        long bytesSent,
        long framesReceived,
        long bytesReceived,
        PathStats path) {}
