package org.moqgateway.moq.wire;

import java.util.List;

/// What an announce stream carries after the request (and ANNOUNCE_OK): which broadcasts exist
/// below the prefix, and by which route (moq-lite-05 ANNOUNCE_BROADCAST).
///
/// ```text
/// 03 to 05   Length (i) Status (8) Suffix (s) Hops       0 ended, 1 active, 2 restart (05 only)
/// 06 START   0 (i) Length (i) Suffix (s) Hops Cost (i)
///    END     1 (i) Length (i) Id (i)
///    UPDATE  2 (i) Length (i) Id (i) Hops Cost (i)
/// Hops       Count (i) [Hop (i) …]                       03 has the count alone
/// ```
///
/// Hops run from the original publisher to the sender, and from 05 on without the sender. An id
/// is the number of the START on its stream, from 0 on.
public sealed interface Announcement {
    /// The most hops that a route may have.
    int MAX_HOPS = 32;

    /// Reads an announcement.
    MessageDecoder<Announcement> DECODER = new AnnouncementDecoder();

    /// A broadcast exists. In 05 also: the route of one that was announced changed.
    ///
    /// @param suffix its path below the prefix
    /// @param hops ids of what the route passes, at most [#MAX_HOPS]; 0 is an unknown one, and no
    ///     other comes twice
    /// @param cost of the route; 0 where the version has none
    record Start(String suffix, List<Long> hops, long cost) implements Announcement {
        /// Normalizes the suffix and copies the hops.
        public Start {
            suffix = BroadcastPath.normalize(suffix);
            hops = List.copyOf(hops);
        }
    }

    /// A broadcast is gone (03 to 05).
    ///
    /// @param suffix its path below the prefix
    record End(String suffix) implements Announcement {
        /// Normalizes the suffix.
        public End {
            suffix = BroadcastPath.normalize(suffix);
        }
    }

    /// A broadcast is gone (06).
    ///
    /// @param id the number of its START
    record EndById(long id) implements Announcement {}

    /// The route of a broadcast changed (06).
    ///
    /// @param id the number of its START
    /// @param hops as in [Start]
    /// @param cost of the route
    record Update(long id, List<Long> hops, long cost) implements Announcement {
        /// Copies the hops.
        public Update {
            hops = List.copyOf(hops);
        }
    }

    /// The message.
    ///
    /// @throws IllegalArgumentException when the version has no such announcement
    default byte[] encode(MoqVersion version) {
        return version.hasAnnounceId()
                ? AnnouncementEncoder.typed(this, version)
                : AnnouncementEncoder.untyped(this, version);
    }
}
