package org.moqgateway.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogConsumer;
import org.moqgateway.core.hang.CatalogResult;
import org.moqgateway.core.hang.ContainerReader;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.media.picture.Keyframe;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.server.snapshot.SnapshotSource;

/// Reads the newest keyframe of a broadcast: its catalog, then the first frame of the newest group
/// of its best fitting rendition. Belongs to one thread, which it blocks.
final class NewestKeyframe {
    private static final byte[] NO_DESCRIPTION = {};

    private final BroadcastConsumer broadcast;
    private final int width;
    private final PollWaiter waiter;

    /// @param width what is wanted, pixels
    NewestKeyframe(BroadcastConsumer broadcast, int width, PollWaiter waiter) {
        this.broadcast = broadcast;
        this.width = width;
        this.waiter = waiter;
    }

    /// A rendition whose frames can be read.
    private record Candidate(String track, VideoRendition rendition, ContainerReader container) {
        boolean isH264() {
            return rendition.common().codec().startsWith("avc");
        }

        /// How far it is from a width: those at least as wide before those that are not.
        long distance(int width) {
            Integer coded = rendition.codedWidth();
            long own = coded == null ? 0 : coded;
            return own >= width ? own - width : Integer.MAX_VALUE - own;
        }
    }

    /// @throws Problem.ProblemException when there is none (now)
    SnapshotSource read() throws InterruptedException {
        Candidate candidate = choose(catalog());
        TrackConsumer track =
                broadcast.track(candidate.track()).orElseThrow(NewestKeyframe::notYet);
        try (track) {
            Poll<GroupConsumer> next = waiter.await(track::pollGroup, track::onAvailable);
            if (next instanceof Poll.Ready<GroupConsumer>(GroupConsumer group)) {
                try (group) {
                    return first(group, candidate);
                }
            }
            throw notYet();
        }
    }

    private Catalog catalog() throws InterruptedException {
        CatalogConsumer catalogs =
                CatalogConsumer.open(broadcast).orElseThrow(NewestKeyframe::noVideo);
        try (catalogs) {
            return switch (waiter.await(catalogs::poll, catalogs::onAvailable)) {
                case Poll.Ready<CatalogResult>(CatalogResult.Read(Catalog catalog)) -> catalog;
                case Poll.Ready<CatalogResult>(CatalogResult.Malformed(String detail)) ->
                        throw Problem.of(502, "The broadcast's catalog is broken: " + detail + ".")
                                .asException();
                case Poll.Aborted<CatalogResult>(AbortReason _) -> throw noVideo();
                case Poll.Finished<CatalogResult>() -> throw noVideo();
                case Poll.Pending<CatalogResult>() -> throw notYet();
                case Poll.Skipped<CatalogResult>(long _) -> throw notYet();
            };
        }
    }

    private Candidate choose(Catalog catalog) {
        Map<String, VideoRendition> renditions = catalog.video().renditions();
        if (renditions.isEmpty()) {
            throw noVideo();
        }
        List<Candidate> candidates =
                renditions.entrySet().stream()
                        .map(entry -> candidate(entry.getKey(), entry.getValue()))
                        .filter(Objects::nonNull)
                        .toList();
        // H.264 before others: it has a picture everywhere.
        return candidates.stream()
                .min(
                        Comparator.comparing(Candidate::isH264, Comparator.reverseOrder())
                                .thenComparingLong(each -> each.distance(width)))
                .orElseThrow(
                        () ->
                                Problem.of(
                                                415,
                                                "The broadcast's video is wrapped in a way that is"
                                                        + " not read here.")
                                        .asException());
    }

    /// Tracks of other broadcasts are left out: who may watch them is another question.
    private @Nullable Candidate candidate(String track, VideoRendition rendition) {
        RenditionCommon common = rendition.common();
        Optional<String> home = common.resolveBroadcast(broadcast.path());
        return home.filter(broadcast.path()::equals)
                .flatMap(_ -> ContainerReader.of(common))
                .map(container -> new Candidate(track, rendition, container))
                .orElse(null);
    }

    private SnapshotSource first(GroupConsumer group, Candidate candidate)
            throws InterruptedException {
        Poll<Frame> next = waiter.await(group::poll, group::onAvailable);
        if (!(next instanceof Poll.Ready<Frame>(Frame frame))) {
            throw notYet();
        }
        Keyframe[] found = new Keyframe[1];
        byte[] payload = frame.payload();
        ContainerReader container = candidate.container();
        boolean ignored =
                container.read(
                        payload,
                        true,
                        (_, offset, length, _) -> {
                            if (found[0] == null) {
                                found[0] =
                                        new Keyframe(
                                                candidate.rendition().common().codec(),
                                                container.description().orElse(NO_DESCRIPTION),
                                                payload,
                                                offset,
                                                length);
                            }
                        });
        if (found[0] == null) {
            throw SnapshotEndpoint.broken();
        }
        return new SnapshotSource(broadcast.path(), group.sequence(), found[0], width);
    }

    private static Problem.ProblemException noVideo() {
        return Problem.of(404, "The broadcast has no video.").asException();
    }

    private static Problem.ProblemException notYet() {
        return Problem.of(503, "No keyframe has come yet.").with("Retry-After", "1").asException();
    }
}
