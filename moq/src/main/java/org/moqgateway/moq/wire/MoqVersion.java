package org.moqgateway.moq.wire;

import java.util.List;
import java.util.Optional;

/// A version of moq-lite. The order of the constants is the order of publication.
///
/// What differs is asked for by feature, so that a message says which feature a field needs and
/// not which versions have it.
public enum MoqVersion {
    /// No SETUP; SUBSCRIBE_OK; an announcement tells only how many hops it took.
    LITE_03("moq-lite-03"),

    /// Announcements list their hops; GOAWAY; a PROBE tells the round-trip time.
    LITE_04("moq-lite-04"),

    /// SETUP, TRACK and FETCH, timestamps of frames, datagrams; SUBSCRIBE_OK is gone.
    LITE_05("moq-lite-05"),

    /// Work in progress: announcements have numbers and a cost. Spoken only when asked for by name.
    LITE_06_WIP("moq-lite-06-wip");

    private static final List<MoqVersion> STANDARD = List.of(LITE_05, LITE_04, LITE_03);

    private final String id;

    MoqVersion(String id) {
        this.id = id;
    }

    /// The name that ALPN, `WT-Protocol` and the WebSocket sub-protocol use.
    public String id() {
        return id;
    }

    /// The version of that name; empty for every other text.
    public static Optional<MoqVersion> of(String id) {
        for (MoqVersion version : values()) {
            if (version.id.equals(id)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /// What is offered unless said otherwise: the finished versions, the newest first.
    public static List<MoqVersion> standard() {
        return STANDARD;
    }

    /// Whether each endpoint opens a stream with a SETUP.
    public boolean hasSetupStream() {
        return atLeast(LITE_05);
    }

    /// Whether TRACK exists, and with it TRACK_INFO, FETCH, and SUBSCRIBE_START and
    /// SUBSCRIBE_END in place of SUBSCRIBE_OK.
    public boolean hasTrackStream() {
        return atLeast(LITE_05);
    }

    /// Whether each frame begins with its timestamp.
    public boolean hasFrameTimestamps() {
        return atLeast(LITE_05);
    }

    /// Whether a group of one frame may travel as a datagram.
    public boolean hasDatagrams() {
        return atLeast(LITE_05);
    }

    /// Whether an announce stream begins with ANNOUNCE_OK, whose hop the receiver adds to every
    /// announcement.
    public boolean hasAnnounceOk() {
        return atLeast(LITE_05);
    }

    /// Whether an announcement that is in force may be replaced by another one.
    public boolean hasAnnounceUpdate() {
        return atLeast(LITE_05);
    }

    /// Whether announcements are numbered and ended by number.
    public boolean hasAnnounceId() {
        return atLeast(LITE_06_WIP);
    }

    /// Whether an announcement carries the cost of its route.
    public boolean hasRouteCost() {
        return atLeast(LITE_06_WIP);
    }

    /// Whether an announcement lists its hops instead of counting them.
    public boolean hasHopIds() {
        return atLeast(LITE_04);
    }

    /// Whether ANNOUNCE_REQUEST names a hop whose announcements are to be left out.
    public boolean hasExcludeHop() {
        return this == LITE_04 || this == LITE_05;
    }

    /// Whether GOAWAY exists.
    public boolean hasGoaway() {
        return atLeast(LITE_04);
    }

    /// Whether a PROBE tells the round-trip time.
    public boolean hasProbeRtt() {
        return atLeast(LITE_04);
    }

    private boolean atLeast(MoqVersion first) {
        return compareTo(first) >= 0;
    }

    @Override
    public String toString() {
        return id;
    }
}
