package org.moqgateway.core.webrtc;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.EgressDirectory;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.VideoRendition;

/// What can be said of a broadcast that a peer has: its catalog, which is known while somebody
/// watches it. What its tracks bring is not measured.
final class RemoteStatus {
    private RemoteStatus() {}

    static BroadcastStatus of(EgressDirectory.Remote remote, EgressDirectory directory) {
        return new BroadcastStatus(
                remote.path(),
                remote.since(),
                tracks(remote.catalog()),
                directory.viewers(remote.path()),
                0,
                directory.problems(remote.path()));
    }

    private static List<TrackStatus> tracks(Catalog catalog) {
        return Stream.concat(
                        catalog.video().renditions().entrySet().stream().map(RemoteStatus::video),
                        catalog.audio().renditions().entrySet().stream().map(RemoteStatus::audio))
                .toList();
    }

    private static TrackStatus video(Map.Entry<String, VideoRendition> entry) {
        VideoRendition rendition = entry.getValue();
        return new TrackStatus(
                entry.getKey(),
                "video",
                rendition.common().codec(),
                orZero(rendition.codedWidth()),
                orZero(rendition.codedHeight()),
                Objects.requireNonNullElse(rendition.framerate(), 0.0),
                bitrateBps(rendition.common()));
    }

    private static TrackStatus audio(Map.Entry<String, AudioRendition> entry) {
        AudioRendition rendition = entry.getValue();
        return TrackStatus.audio(
                entry.getKey(),
                rendition.common().codec(),
                rendition.sampleRate(),
                rendition.numberOfChannels(),
                bitrateBps(rendition.common()));
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static long bitrateBps(RenditionCommon common) {
        return Objects.requireNonNullElse(common.bitrateBps(), 0L);
    }
}
