package org.moqgateway.core.egress;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.LayerFilter;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.av1.Av1LayerFilter;
import org.moqgateway.codecs.av1.Av1Packetizer;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.h264.H264Reordering;
import org.moqgateway.codecs.h265.H265Packetizer;
import org.moqgateway.codecs.h265.H265Reordering;
import org.moqgateway.codecs.opus.OpusPacketizer;
import org.moqgateway.codecs.vp8.Vp8Packetizer;
import org.moqgateway.codecs.vp9.Vp9LayerFilter;
import org.moqgateway.codecs.vp9.Vp9Packetizer;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.ContainerReader;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.net.MediaLoop;

/// Makes the stage that a feed needs.
final class FeedStages {
    private final FeedPolicy policy;

    FeedStages(FeedPolicy policy) {
        this.policy = policy;
    }

    /// A stage of its own for one feed.
    ///
    /// @param home the loop that reads the track
    /// @return empty when the frames cannot be sent over RTP
    Optional<FeedStage> stage(Rendition rendition, FeedKey key, MediaLoop home) {
        AudioRendition transcoded = rendition.transcoded();
        return ContainerReader.of(rendition.common())
                .flatMap(
                        container ->
                                transcoded == null
                                        ? packetizing(container, key)
                                        : Optional.of(transcoding(container, transcoded, home)));
    }

    private FeedStage transcoding(ContainerReader container, AudioRendition audio, MediaLoop home) {
        return new TranscodingStage(container, audio, policy, home);
    }

    private Optional<FeedStage> packetizing(ContainerReader container, FeedKey key) {
        RtpCodec codec = key.codec();
        StoredShape shape = null;
        if (StoredShape.has(codec) && container.description().isPresent()) {
            shape = StoredShape.of(codec, container.description().get()).orElse(null);
            if (shape == null) {
                return Optional.empty();
            }
        }
        Packetizer packetizer = packetizer(key);
        return packetizer == null
                ? Optional.empty()
                : Optional.of(
                        new PacketizingStage(
                                new PacketizingStage.Way(
                                        container,
                                        shape,
                                        layers(codec, key.layers()),
                                        gate(codec),
                                        packetizer)));
    }

    private static @Nullable Packetizer packetizer(FeedKey key) {
        return switch (key.codec()) {
            case H264 -> new H264Packetizer(key.singleNalUnits() ? 0 : 1);
            case H265 -> new H265Packetizer();
            case VP8 -> new Vp8Packetizer();
            case VP9 -> new Vp9Packetizer();
            case AV1 -> new Av1Packetizer(key.descriptors());
            case OPUS -> new OpusPacketizer();
            case PCMU, PCMA, G722 -> null;
        };
    }

    private static @Nullable LayerFilter layers(RtpCodec codec, LayerLimit limit) {
        if (limit.equals(LayerLimit.NONE)) {
            return null;
        }
        return switch (codec) {
            case VP9 -> new Vp9LayerFilter(limit);
            case AV1 -> new Av1LayerFilter(limit);
            case H264, H265, VP8, OPUS, PCMU, PCMA, G722 -> null;
        };
    }

    private @Nullable ReorderingGate gate(RtpCodec codec) {
        return switch (codec) {
            case H264 -> new ReorderingGate(new H264Reordering(), policy.bFrames());
            case H265 -> new ReorderingGate(new H265Reordering(), policy.bFrames());
            case VP8, VP9, AV1, OPUS, PCMU, PCMA, G722 -> null;
        };
    }
}
