package org.moqgateway.core.egress;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.ContainerReader;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.TrackPriority;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.TrackConsumer;

/// A rendition of a catalog that can be sent over RTP: a codec and a container that we know, in the
/// catalog's own broadcast or in one that it refers to.
///
/// @param broadcast path of the broadcast that has the track
/// @param track name of its track
/// @param codec what is sent
/// @param common what the catalog says of it
/// @param transcoded what has to be made into Opus; null when the frames are sent as they are
record Rendition(
        String broadcast,
        String track,
        AvailableCodec codec,
        RenditionCommon common,
        @Nullable AudioRendition transcoded) {
    /// How long an audio track, each packet of which is a group, waits for one that was overtaken.
    private static final long REORDER_US = 60_000;

    private static final Duration MAX_LATENCY = Duration.ofMillis(500);

    private static final String OPUS = "opus";

    /// A video rendition of a catalog.
    ///
    /// @param path of the broadcast whose catalog it is
    /// @return empty when it cannot be sent over RTP
    static Optional<Rendition> video(String path, Map.Entry<String, VideoRendition> entry) {
        RenditionCommon common = entry.getValue().common();
        return AvailableCodec.of(common.codec())
                .filter(codec -> codec.codec().kind() == MediaKind.VIDEO)
                .flatMap(codec -> of(path, entry.getKey(), codec, common, null));
    }

    /// An audio rendition of a catalog.
    ///
    /// @param path of the broadcast whose catalog it is
    /// @param transcoding makes Opus of what is none
    /// @return empty when it cannot be sent over RTP
    static Optional<Rendition> audio(
            String path, Map.Entry<String, AudioRendition> entry, OpusTranscoding transcoding) {
        AudioRendition audio = entry.getValue();
        RenditionCommon common = audio.common();
        if (common.codec().equals(OPUS)) {
            return of(path, entry.getKey(), opus(), common, null);
        }
        return transcoding.takes(common.codec())
                ? of(path, entry.getKey(), opus(), common, audio)
                : Optional.empty();
    }

    private static AvailableCodec opus() {
        return new AvailableCodec(RtpCodec.OPUS, OPUS);
    }

    private static Optional<Rendition> of(
            String path,
            String track,
            AvailableCodec codec,
            RenditionCommon common,
            @Nullable AudioRendition transcoded) {
        return common.resolveBroadcast(path)
                .filter(_ -> readable(codec.codec(), common))
                .map(broadcast -> new Rendition(broadcast, track, codec, common, transcoded));
    }

    private static boolean readable(RtpCodec codec, RenditionCommon common) {
        return ContainerReader.of(common)
                .filter(
                        reader ->
                                !StoredShape.has(codec)
                                        || reader.description()
                                                .map(bytes -> StoredShape.of(codec, bytes))
                                                .map(Optional::isPresent)
                                                .orElse(true))
                .isPresent();
    }

    /// Says how the track is to be read.
    TrackConsumer read(TrackConsumer consumer) {
        boolean audio = codec.codec().kind() == MediaKind.AUDIO;
        int priority = audio ? TrackPriority.AUDIO : TrackPriority.VIDEO;
        return consumer.demand(new Demand(priority, false, MAX_LATENCY))
                .reorderUs(audio ? REORDER_US : 0);
    }
}
