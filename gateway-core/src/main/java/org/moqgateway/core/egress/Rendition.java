package org.moqgateway.core.egress;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.Container;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.TrackPriority;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.TrackConsumer;

/// A rendition of a catalog that can be sent over RTP: a codec that we know in the legacy
/// container, in the catalog's own broadcast.
///
/// @param track name of its track
/// @param codec its codec
/// @param common what the catalog says of it
record Rendition(String track, AvailableCodec codec, RenditionCommon common) {
    /// How long an audio track, each packet of which is a group, waits for one that was overtaken.
    private static final long REORDER_US = 60_000;

    private static final Duration MAX_LATENCY = Duration.ofMillis(500);

    /// Those of a catalog: video first, in name order.
    ///
    /// @param path of the broadcast whose catalog it is
    static Stream<Rendition> of(Catalog catalog, String path) {
        return Stream.concat(
                        catalog.video().renditions().entrySet().stream()
                                .map(e -> of(path, e.getKey(), e.getValue().common())),
                        catalog.audio().renditions().entrySet().stream()
                                .map(e -> of(path, e.getKey(), e.getValue().common())))
                .flatMap(Optional::stream);
    }

    private static Optional<Rendition> of(String path, String track, RenditionCommon common) {
        boolean readable =
                common.container() instanceof Container.Legacy
                        && common.resolveBroadcast(path).filter(path::equals).isPresent();
        return readable
                ? AvailableCodec.of(common.codec())
                        .map(codec -> new Rendition(track, codec, common))
                        .filter(rendition -> rendition.packetizer().isPresent())
                : Optional.empty();
    }

    /// What makes its packets; a new one each time.
    Optional<FramePacketizer> packetizer() {
        return FramePacketizer.of(codec.codec(), common);
    }

    /// Says how the track is to be read.
    TrackConsumer read(TrackConsumer consumer) {
        boolean audio = codec.codec().kind() == MediaKind.AUDIO;
        int priority = audio ? TrackPriority.AUDIO : TrackPriority.VIDEO;
        return consumer.demand(new Demand(priority, false, MAX_LATENCY))
                .reorderUs(audio ? REORDER_US : 0);
    }

    /// Whether it can be sent as this codec.
    boolean is(RtpCodec wanted) {
        return codec.codec() == wanted;
    }
}
