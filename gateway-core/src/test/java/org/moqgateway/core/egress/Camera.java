package org.moqgateway.core.egress;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.core.ingest.AudioIngest;
import org.moqgateway.core.ingest.IngestBroadcast;
import org.moqgateway.core.ingest.IngestContainer;
import org.moqgateway.core.ingest.VideoIngest;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Origin;

/// A broadcast with video (25 frames per second, a keyframe each second) and audio (50 packets per
/// second). The frames' numbers tell their time.
final class Camera {
    static final VideoConfig HD =
            new VideoConfig(
                    "avc3.42c028", 1920, 1080, OptionalDouble.empty(), SampleFormat.YUV_420_8);
    private static final int VIDEO_MILLIS = 40;
    private static final int AUDIO_MILLIS = 20;

    final BroadcastProducer producer;
    private @Nullable IngestBroadcast prepared;
    private @Nullable VideoIngest video;
    private @Nullable AudioIngest audio;
    private long millis;

    Camera(Origin origin, String path, VirtualLoop loop) {
        producer = origin.createBroadcast(path, created -> prepare(created, loop));
    }

    private void prepare(BroadcastProducer created, VirtualLoop loop) {
        IngestBroadcast ingest =
                new IngestBroadcast(created, IngestContainer.LEGACY, loop.nowNanos());
        prepared = ingest;
        video = ingest.addVideo("avc3", () -> Optional.of(HD));
        audio = ingest.addOpus(2);
    }

    /// Publishes what is due; call each millisecond.
    void tick(long nowNanos) {
        if (millis % VIDEO_MILLIS == 0) {
            int number = (int) (millis / VIDEO_MILLIS);
            boolean key = millis % 1000 == 0;
            Objects.requireNonNull(video)
                    .frame(
                            new EncodedFrame(
                                    number * 90 * VIDEO_MILLIS,
                                    key,
                                    key
                                            ? SyntheticMedia.keyframe(number, 300)
                                            : SyntheticMedia.delta(number, 200)),
                            nowNanos);
        }
        if (millis % AUDIO_MILLIS == 0) {
            int number = (int) (millis / AUDIO_MILLIS);
            Objects.requireNonNull(audio)
                    .frame(
                            new EncodedFrame(
                                    number * 48 * AUDIO_MILLIS,
                                    true,
                                    SyntheticMedia.opus(number, 80)),
                            nowNanos);
        }
        millis++;
    }

    /// The media time of a frame by its number.
    static long millisOf(boolean isVideo, int number) {
        return (long) number * (isVideo ? VIDEO_MILLIS : AUDIO_MILLIS);
    }

    void finish() {
        Objects.requireNonNull(prepared).finish();
    }
}
