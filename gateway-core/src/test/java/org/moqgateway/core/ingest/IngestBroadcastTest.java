package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogConsumer;
import org.moqgateway.core.hang.CatalogResult;
import org.moqgateway.core.hang.Container;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Ending;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;

class IngestBroadcastTest {
    private static final VideoConfig HD =
            new VideoConfig(
                    "avc3.42e01f", 1280, 720, OptionalDouble.empty(), SampleFormat.YUV_420_8);
    private static final VideoConfig SD =
            new VideoConfig("avc3.42e01e", 640, 480, OptionalDouble.of(25), SampleFormat.YUV_420_8);

    private final Origin origin = new Origin();
    private final BroadcastProducer broadcast = origin.createBroadcast("live/cam0");
    private final IngestBroadcast ingest =
            new IngestBroadcast(broadcast, IngestContainer.LEGACY, 0);
    private @Nullable VideoConfig config = HD;
    private long videoFrames;
    private long audioFrames;

    private VideoIngest addVideo() {
        return ingest.addVideo("avc3", () -> Optional.ofNullable(config));
    }

    /// The next frame of a camera with 30 frames per second.
    private FrameOutcome frame(VideoIngest video, boolean keyframe, int length) {
        long index = videoFrames++;
        return video.frame(
                new EncodedFrame((int) (index * 3_000), keyframe, new byte[length]),
                index * 33_333_333);
    }

    private FrameOutcome packet(AudioIngest audio) {
        long index = audioFrames++;
        return audio.frame(
                new EncodedFrame((int) (index * 960), true, new byte[160]), index * 20_000_000);
    }

    private TrackConsumer track(String name) {
        return broadcast.consume().track(name).orElseThrow().maxLatencyUs(Long.MAX_VALUE);
    }

    private static List<String> positions(TrackConsumer track) {
        List<String> positions = new ArrayList<>();
        while (track.pollFrame() instanceof Poll.Ready<Frame>(Frame frame)) {
            positions.add(
                    track.groupSequence() + "/" + track.frameIndex() + "@" + frame.timestampUs());
        }
        return positions;
    }

    private static VideoRendition video(Catalog catalog) {
        VideoRendition rendition = catalog.video().renditions().get("0.avc3");
        if (rendition == null) {
            throw new AssertionError("no video in " + catalog);
        }
        return rendition;
    }

    @Test
    void beginsAGroupAtEachKeyframe() {
        VideoIngest video = addVideo();
        TrackConsumer track = track("0.avc3");
        for (int i = 0; i < 5; i++) {
            assertThat(frame(video, i % 3 == 0, 100)).isEqualTo(FrameOutcome.PUBLISHED);
        }

        assertThat(positions(track))
                .containsExactly("0/0@0", "0/1@33333", "0/2@66666", "1/0@100000", "1/1@133333");
        assertThat(track.pollInfo()).isEqualTo(new Poll.Ready<>(TrackInfo.media("0.avc3", 60)));
    }

    @Test
    void wrapsFramesInTheLegacyContainer() {
        VideoIngest video = addVideo();
        TrackConsumer track = track("0.avc3");
        video.frame(new EncodedFrame(7, true, new byte[] {0, 0, 0, 1, 0x65}), 0);

        byte[] payload = payload(track);
        assertThat(payload).containsExactly(0, 0, 0, 0, 1, 0x65);
        assertThat(LegacyContainer.codecOffset(payload)).isEqualTo(1);
    }

    @Test
    void wrapsFramesOfAllTracksInLocWhenToldSo() {
        BroadcastProducer other = origin.createBroadcast("loc");
        IngestBroadcast loc = new IngestBroadcast(other, IngestContainer.LOC, 0);
        VideoIngest video = loc.addVideo("vp8", () -> Optional.of(HD));
        AudioIngest audio = loc.addOpus(2);
        TrackConsumer pictures = other.consume().track("0.vp8").orElseThrow();
        TrackConsumer sound = other.consume().track("0.opus").orElseThrow();
        video.frame(new EncodedFrame(7, true, new byte[] {9, 8}), 0);
        audio.frame(new EncodedFrame(7, true, new byte[] {7}), 1_000_000);

        // Two bytes of properties: 10, the timestamp.
        assertThat(payload(pictures)).containsExactly(2, 0x10, 0, 9, 8);
        assertThat(payload(sound)).containsExactly(3, 0x10, 0x43, 0xe8, 7);
        assertThat(loc.catalog().video().renditions().values())
                .allMatch(rendition -> rendition.common().container().equals(Container.LOC));
        assertThat(loc.catalog().audio().renditions().values())
                .hasSize(1)
                .allMatch(rendition -> rendition.common().container().equals(Container.LOC));
    }

    private static byte[] payload(TrackConsumer track) {
        if (track.pollFrame() instanceof Poll.Ready<Frame>(Frame frame)) {
            return frame.payload();
        }
        throw new AssertionError("no frame");
    }

    @Test
    void asksForAKeyframeInsteadOfPublishingDeltas() {
        VideoIngest video = addVideo();
        FrameOutcome outcome = frame(video, false, 100);

        assertThat(outcome).isEqualTo(FrameOutcome.NO_KEYFRAME_YET);
        assertThat(outcome.keyframeWanted()).isTrue();
        assertThat(ingest.catalog()).isEqualTo(Catalog.EMPTY);
        assertThat(frame(video, true, 100)).isEqualTo(FrameOutcome.PUBLISHED);
        assertThat(ingest.status(0).tracks())
                .singleElement()
                .isInstanceOfSatisfying(
                        IngestTrackStatus.Video.class,
                        status -> assertThat(status.skippedFrames()).isEqualTo(1));
    }

    @Test
    void skipsKeyframesThatNobodyCouldDecode() {
        config = null;
        VideoIngest video = addVideo();

        assertThat(frame(video, true, 100)).isEqualTo(FrameOutcome.NO_CONFIGURATION);
        assertThat(frame(video, false, 100)).isEqualTo(FrameOutcome.NO_KEYFRAME_YET);
        assertThat(frame(video, false, 0)).isEqualTo(FrameOutcome.EMPTY);
    }

    @Test
    void givesUpAGroupThatOutgrowsTheCache() {
        VideoIngest video = addVideo();
        frame(video, true, 20 << 20);

        assertThat(frame(video, false, 20 << 20)).isEqualTo(FrameOutcome.GROUP_FULL);
        assertThat(frame(video, false, 100)).isEqualTo(FrameOutcome.NO_KEYFRAME_YET);
        assertThat(frame(video, true, 100)).isEqualTo(FrameOutcome.PUBLISHED);
    }

    /// Whoever is told of a track can read its catalog entry and its first group.
    @Test
    void tellsOfNoTrackBeforeItIsInTheCatalog() {
        VideoIngest video = addVideo();
        assertThat(frame(video, true, 40 << 20)).isEqualTo(FrameOutcome.GROUP_FULL);
        assertThat(ingest.catalog()).isEqualTo(Catalog.EMPTY);
        assertThat(ingest.status(0).tracks()).isEmpty();

        frame(video, true, 100);
        assertThat(ingest.status(0).tracks())
                .extracting(IngestTrackStatus::name)
                .containsExactly("0.avc3");
    }

    @Test
    void publishesEachOpusPacketAsAGroup() {
        AudioIngest audio = ingest.addOpus(2);
        TrackConsumer track = track("0.opus");
        packet(audio);
        packet(audio);

        assertThat(positions(track)).containsExactly("0/0@0", "1/0@20000");
        assertThat(track.pollInfo()).isEqualTo(new Poll.Ready<>(TrackInfo.media("0.opus", 80)));
        AudioRendition rendition =
                Objects.requireNonNull(ingest.catalog().audio().renditions().get("0.opus"));
        assertThat(rendition.numberOfChannels()).isEqualTo(2);
        assertThat(rendition.common().descriptionHex())
                .isEqualTo("4f7075734865616401020000" + "80bb0000" + "000000");
    }

    @Test
    void showsAudioWhileAVideoSectionIsIdle() {
        addVideo();
        AudioIngest audio = ingest.addOpus(2);
        CatalogConsumer catalogs = CatalogConsumer.open(broadcast.consume()).orElseThrow();
        packet(audio);

        assertThat(catalogs.poll())
                .isInstanceOfSatisfying(
                        Poll.Ready.class,
                        ready ->
                                assertThat(ready.value())
                                        .isEqualTo(new CatalogResult.Read(ingest.catalog())));
        assertThat(ingest.catalog().video().renditions()).isEmpty();
        assertThat(ingest.catalog().audio().renditions()).containsOnlyKeys("0.opus");
    }

    @Test
    void publishesTheCatalogAgainWhenTheSizeChanges() {
        VideoIngest video = addVideo();
        frame(video, true, 100);
        assertThat(video(ingest.catalog()).codedWidth()).isEqualTo(1280);
        assertThat(video(ingest.catalog()).framerate()).isNull();

        config = SD;
        frame(video, false, 100);
        assertThat(video(ingest.catalog()).codedWidth()).isEqualTo(1280);
        frame(video, true, 100);

        VideoRendition changed = video(ingest.catalog());
        assertThat(changed.codedWidth()).isEqualTo(640);
        assertThat(changed.common().codec()).isEqualTo("avc3.42e01e");
        assertThat(changed.framerate()).isEqualTo(25.0);
    }

    @Test
    void tellsMeasuredFiguresAndTheTimeline() {
        VideoIngest video = addVideo();
        AudioIngest audio = ingest.addOpus(1);
        for (int i = 0; i < 150; i++) {
            frame(video, i % 30 == 0, 8_333);
            packet(audio);
        }

        VideoRendition rendition = video(ingest.catalog());
        assertThat(rendition.framerate()).isEqualTo(30.0);
        assertThat(rendition.common().jitterMs()).isEqualTo(33);
        assertThat(rendition.common().bitrateBps()).isBetween(1_990_000L, 2_010_000L);
        assertThat(rendition.common().timeline()).isNotNull();
        AudioRendition sound =
                Objects.requireNonNull(ingest.catalog().audio().renditions().get("0.opus"));
        assertThat(sound.common().bitrateBps()).isEqualTo(64_000);
        assertThat(sound.common().jitterMs()).isEqualTo(20);
        assertThat(broadcast.consume().trackNames())
                .containsExactly(
                        "0.avc3",
                        "0.avc3.timeline.z",
                        "0.opus",
                        "0.opus.timeline.z",
                        "catalog",
                        "catalog.json",
                        "catalog.json.z");
    }

    @Test
    void doesNotPublishACatalogThatSaysTheSame() {
        VideoIngest video = addVideo();
        TrackConsumer catalogs = track("catalog.json");
        for (int i = 0; i < 900; i++) {
            frame(video, i % 30 == 0, 8_333);
        }

        // The first, then with the measurements of the first second, then with the bitrate.
        assertThat(positions(catalogs)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void tellsTheStatusOfWhatArrives() {
        VideoIngest video = addVideo();
        AudioIngest audio = ingest.addOpus(2);
        for (int i = 0; i < 61; i++) {
            frame(video, i == 0, 8_333);
        }
        for (int i = 0; i < 101; i++) {
            packet(audio);
        }
        long now = 2_000_000_000;
        IngestStatus status = ingest.status(now);

        assertThat(status.broadcast()).isEqualTo("live/cam0");
        assertThat(status.ageNanos()).isEqualTo(now);
        assertThat(status.tracks()).hasSize(2);
        assertThat(status.bitrateBps()).isBetween(2_000_000L, 2_130_000L);
        assertThat(status.tracks().getFirst())
                .isInstanceOfSatisfying(
                        IngestTrackStatus.Video.class,
                        track -> assertThat(track.frameRate()).isBetween(29.0, 31.0));
        assertThat(ingest.status(now + 10_000_000_000L).bitrateBps()).isZero();
    }

    @Test
    void noticesFramesOutOfPresentationOrder() {
        VideoIngest video = addVideo();
        video.frame(new EncodedFrame(0, true, new byte[1]), 0);
        video.frame(new EncodedFrame(9_000, false, new byte[1]), 33_000_000);
        video.frame(new EncodedFrame(3_000, false, new byte[1]), 66_000_000);

        assertThat(ingest.status(0).tracks().getFirst())
                .isInstanceOfSatisfying(
                        IngestTrackStatus.Video.class,
                        status -> assertThat(status.reorderedFrames()).isEqualTo(1));
    }

    @Test
    void numbersFurtherSectionsOfOneCodec() {
        assertThat(ingest.addOpus(2).trackName()).isEqualTo("0.opus");
        assertThat(ingest.addOpus(2).trackName()).isEqualTo("1.opus");
        assertThat(addVideo().trackName()).isEqualTo("0.avc3");
        assertThat(addVideo().trackName()).isEqualTo("1.avc3");
    }

    @ParameterizedTest
    @CsvSource({
        "avc3, avc3.42e01f",
        "hev1, hev1.1.6.L93.B0",
        "vp8, vp8",
        "vp9, vp09.00.10.08",
        "av1, av01.0.04M.08"
    })
    void namesATrackAfterItsCodecAndDescribesItFromTheFirstKeyframeOn(String suffix, String codec) {
        VideoConfig told =
                new VideoConfig(codec, 640, 480, OptionalDouble.empty(), SampleFormat.YUV_420_8);
        VideoIngest video = ingest.addVideo(suffix, () -> Optional.of(told));
        String name = "0." + suffix;
        assertThat(video.trackName()).isEqualTo(name);
        assertThat(frame(video, false, 100)).isEqualTo(FrameOutcome.NO_KEYFRAME_YET);
        assertThat(ingest.catalog()).isEqualTo(Catalog.EMPTY);
        assertThat(frame(video, true, 100)).isEqualTo(FrameOutcome.PUBLISHED);

        RenditionCommon common =
                Objects.requireNonNull(ingest.catalog().video().renditions().get(name)).common();
        assertThat(common.codec()).isEqualTo(codec);
        assertThat(common.descriptionHex()).isNull();
        assertThat(common.container()).isEqualTo(Container.LEGACY);
    }

    @Test
    void switchesToSenderReports() {
        VideoIngest video = addVideo();
        AudioIngest audio = ingest.addOpus(2);
        frame(video, true, 1);
        packet(audio);
        video.senderReport(1L << 40, 0);
        audio.senderReport(1L << 40, 0);

        assertThat(ingest.usesSenderReports()).isTrue();
    }

    @Test
    void finishesSoThatViewersReadToTheEnd() {
        VideoIngest video = addVideo();
        TrackConsumer track = track("0.avc3");
        frame(video, true, 1);
        ingest.finish();

        assertThat(positions(track)).containsExactly("0/0@0");
        assertThat(track.pollFrame()).isInstanceOf(Poll.Finished.class);
        assertThat(frame(video, true, 1)).isEqualTo(FrameOutcome.ENDED);
        assertThat(origin.announced()).isEmpty();
    }

    @Test
    void abortsWithTheReason() {
        VideoIngest video = addVideo();
        TrackConsumer track = track("0.avc3");
        frame(video, true, 1);
        ingest.abort(AbortReason.TIMEOUT);

        assertThat(track.pollFrame()).isEqualTo(new Poll.Aborted<Frame>(AbortReason.TIMEOUT));
        assertThat(broadcast.ending()).contains(new Ending.Aborted(AbortReason.TIMEOUT));
    }

    @Test
    void isQuietWhenAnotherPublisherTookTheName() {
        VideoIngest video = addVideo();
        AudioIngest audio = ingest.addOpus(2);
        origin.createBroadcast("live/cam0");

        assertThat(frame(video, true, 1)).isEqualTo(FrameOutcome.ENDED);
        assertThat(packet(audio)).isEqualTo(FrameOutcome.ENDED);
        ingest.finish();
        assertThat(origin.announced()).containsExactly("live/cam0");
    }
}
