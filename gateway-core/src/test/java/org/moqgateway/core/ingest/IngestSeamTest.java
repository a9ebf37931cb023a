package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

/// A broadcast that several sessions fill, one after the other, in virtual time.
class IngestSeamTest {
    private static final long MILLI = 1_000_000;
    private static final long NTP_2026 = 3_976_000_000L << 32;
    private static final VideoConfig HD =
            new VideoConfig(
                    "avc3.42e01f", 1280, 720, OptionalDouble.empty(), SampleFormat.YUV_420_8);
    private static final VideoConfig SD =
            new VideoConfig("avc3.42e01e", 640, 480, OptionalDouble.of(25), SampleFormat.YUV_420_8);
    private static final VideoConfig VP8 =
            new VideoConfig("vp8", 640, 480, OptionalDouble.empty(), SampleFormat.YUV_420_8);

    private final Origin origin = new Origin();
    private final BroadcastProducer producer = origin.createBroadcast("live");
    private final IngestBroadcast broadcast =
            new IngestBroadcast(producer, IngestContainer.LEGACY, 0);
    private long nowNanos = 5_000 * MILLI;

    /// One session: its sender's clocks begin anywhere.
    private final class Session {
        private final VideoIngest video;
        private final AudioIngest audio;
        private final int videoRtp;
        private final int audioRtp;
        private final long beganNanos = nowNanos;

        Session(VideoConfig config, int videoRtp, int audioRtp) {
            String suffix = config.equals(VP8) ? "vp8" : "avc3";
            video = broadcast.continueVideo(suffix, () -> Optional.of(config));
            audio = broadcast.continueOpus(2);
            this.videoRtp = videoRtp;
            this.audioRtp = audioRtp;
        }

        private long milli() {
            return (nowNanos - beganNanos) / MILLI;
        }

        FrameOutcome picture(boolean keyframe) {
            return video.frame(
                    new EncodedFrame(videoRtp + (int) (milli() * 90), keyframe, new byte[50]),
                    nowNanos);
        }

        FrameOutcome sound() {
            return audio.frame(
                    new EncodedFrame(audioRtp + (int) (milli() * 48), true, new byte[20]),
                    nowNanos);
        }

        /// A report of each track: `skewMillis` is how much later sound is on its way than video.
        void report(long skewMillis) {
            long ntp = NTP_2026 + ((nowNanos / MILLI) << 32) / 1000;
            video.senderReport(ntp, videoRtp + (int) (milli() * 90));
            audio.senderReport(ntp, audioRtp + (int) ((milli() + skewMillis) * 48));
        }

        /// Half a second of pictures and sound.
        void run() {
            for (int i = 0; i < 10; i++) {
                picture(i == 0);
                sound();
                pause(50);
            }
        }
    }

    private void pause(long millis) {
        nowNanos += millis * MILLI;
    }

    private void seam(long millis) {
        broadcast.pause();
        pause(millis);
        broadcast.resume();
    }

    private TrackConsumer track(String name) {
        return producer.consume().track(name).orElseThrow().maxLatencyUs(Long.MAX_VALUE);
    }

    private static List<Long> times(TrackConsumer track) {
        List<Long> times = new ArrayList<>();
        while (track.pollFrame() instanceof Poll.Ready<Frame>(Frame frame)) {
            times.add(frame.timestampUs());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 200",
        // The new clocks stand below the old ones, above them, and wrap at once.
        "5, 9, 200",
        "2000000000, 2100000000, 200",
        "-100, -100, 200",
        // Nothing lies between the sessions; a day does; four weeks do.
        "77, 78, 0",
        "77, 78, 86400000",
        "77, 78, 2419200000",
    })
    void theNextSessionIsPlacedWhereItArrives(int videoRtp, int audioRtp, long pauseMillis) {
        TrackConsumer pictures = videoTrack();
        TrackConsumer sounds = audioTrack();
        new Session(HD, 1_000_000, 2_000_000).run();
        // Read now: what is old is not kept.
        List<Long> seen = times(pictures);
        List<Long> heard = times(sounds);
        seam(pauseMillis);
        new Session(HD, videoRtp, audioRtp).run();
        seen.addAll(times(pictures));
        heard.addAll(times(sounds));

        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 20; i++) {
            expected.add(i * 50_000 + (i < 10 ? 0 : pauseMillis * 1000));
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(heard).isEqualTo(expected);
    }

    /// Opened before the first session, which goes on with it.
    private TrackConsumer videoTrack() {
        broadcast.addVideo("avc3", () -> Optional.of(HD));
        return track("0.avc3");
    }

    private TrackConsumer audioTrack() {
        broadcast.addOpus(2);
        return track("0.opus");
    }

    @Test
    void soundAndPictureStayTogetherByReportsOfEachSession() {
        TrackConsumer pictures = videoTrack();
        TrackConsumer sounds = audioTrack();
        for (int session = 0; session < 4; session++) {
            Session next = new Session(HD, session * 1_000_003, session * -77);
            next.picture(true);
            next.sound();
            next.report(30);
            for (int i = 0; i < 10; i++) {
                pause(50);
                next.picture(false);
                next.sound();
            }
            assertThat(broadcast.usesSenderReports()).isTrue();
            List<Long> seen = times(pictures);
            List<Long> heard = times(sounds);
            // Sound that is on its way for 30 ms longer was made 30 ms earlier.
            assertThat(seen.getLast() - heard.getLast()).isEqualTo(30_000);
            assertThat(seen).isSorted().doesNotHaveDuplicates();
            assertThat(heard).isSorted().doesNotHaveDuplicates();
            seam(1_000);
        }
    }

    @Test
    void aLeadOfTheFormerSessionIsNotTakenBack() {
        TrackConsumer pictures = videoTrack();
        Session first = new Session(HD, 0, 0);
        first.picture(true);
        // Its clock runs twice as fast as time.
        for (int i = 1; i <= 20; i++) {
            pause(50);
            first.video.frame(new EncodedFrame(i * 9_000, false, new byte[9]), nowNanos);
        }
        seam(500);
        Session second = new Session(HD, 123, 456);
        second.picture(true);
        second.sound();

        List<Long> times = times(pictures);
        assertThat(times).isSorted();
        assertThat(times.getLast() - times.get(times.size() - 2)).isEqualTo(500_000);
        assertThat(times(track("0.opus"))).containsExactly(times.getLast());
    }

    @Test
    void deltasBeforeAKeyframeAreLeftOutAtTheSeamToo() {
        TrackConsumer pictures = videoTrack();
        new Session(HD, 0, 0).run();
        seam(100);
        Session second = new Session(HD, 0, 0);
        assertThat(second.picture(false)).isEqualTo(FrameOutcome.NO_KEYFRAME_YET);
        pause(50);
        assertThat(second.picture(true)).isEqualTo(FrameOutcome.PUBLISHED);

        assertThat(times(pictures)).hasSize(11);
        assertThat(pictures.groupSequence()).isEqualTo(1);
        assertThat(pictures.frameIndex()).isZero();
    }

    @Test
    void aKeyframeOfAnUnknownShapeDoesNotTakeTheFormerOne() {
        new Session(HD, 0, 0).run();
        seam(100);
        VideoIngest video = broadcast.continueVideo("avc3", Optional::empty);

        assertThat(video.frame(new EncodedFrame(1, true, new byte[9]), nowNanos))
                .isEqualTo(FrameOutcome.NO_CONFIGURATION);
    }

    @Test
    void theCatalogTellsTheNewShape() {
        new Session(HD, 0, 0).run();
        seam(100);
        assertThat(broadcast.catalog().video().renditions()).containsOnlyKeys("0.avc3");
        new Session(SD, 0, 0).run();

        assertThat(broadcast.catalog().video().renditions())
                .hasEntrySatisfying(
                        "0.avc3", rendition -> assertThat(rendition.codedWidth()).isEqualTo(640));
    }

    @Test
    void anotherCodecReplacesTheTrackWithItsFirstKeyframeAndMayComeBack() {
        new Session(HD, 0, 0).run();
        seam(100);
        Session second = new Session(VP8, 0, 0);
        second.picture(false);
        assertThat(broadcast.catalog().video().renditions()).containsOnlyKeys("0.avc3");
        second.run();
        assertThat(broadcast.catalog().video().renditions()).containsOnlyKeys("0.vp8");
        assertThat(broadcast.status(nowNanos).tracks())
                .extracting(IngestTrackStatus::name)
                .containsExactly("0.vp8", "0.opus");
        seam(100);
        new Session(HD, 0, 0).run();

        assertThat(broadcast.catalog().video().renditions()).containsOnlyKeys("0.avc3");
        assertThat(times(track("0.avc3"))).isSorted();
    }

    @Test
    void mediaThatTheNextSessionLacksLeavesTheCatalog() {
        new Session(HD, 0, 0).run();
        seam(100);
        AudioIngest audio = broadcast.continueOpus(1);
        broadcast.keep(false, true, nowNanos);
        audio.frame(new EncodedFrame(1, true, new byte[9]), nowNanos);

        assertThat(broadcast.catalog().video().renditions()).isEmpty();
        assertThat(broadcast.catalog().audio().renditions())
                .hasEntrySatisfying(
                        "0.opus",
                        rendition -> assertThat(rendition.numberOfChannels()).isEqualTo(1));
        assertThat(broadcast.status(nowNanos).tracks())
                .extracting(IngestTrackStatus::name)
                .containsExactly("0.opus");
    }
}
