package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.everycodec.Streams;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.negotiation.SessionProblem.Code;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackProducer;

/// Viewers of what x264 made with B-frames, under each policy.
class EgressBFramesTest {
    /// 30 frames in two groups; every second one after a keyframe is a B-frame that no other needs:
    /// decoded after the frame that is shown after it.
    private static final String DISPOSABLE = "x264-422-10.h264";

    private static final int GROUP = 15;

    /// B-frames that other B-frames need, from the third frame on.
    private static final String REFERENCED = "x264-open-gop.h264";

    private static final int TICKS = 40 * 90;

    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private EgressDirectory directory = EgressDirectory.open(origin, () -> loop);

    private Viewer watch(BFrames policy, String stream) {
        directory =
                EgressDirectory.open(
                        origin, () -> loop, FeedPolicy.of(policy, OpusTranscoding.NONE));
        RemoteCamera camera = new RemoteCamera(origin, "live", 7);
        Viewer viewer = new Viewer(directory, "live", loop);
        viewer.peer.connect();
        camera.catalog(RemoteCamera.CATALOG);
        viewer.peer.run(1);
        TrackProducer track = camera.accept("cam");
        camera.accept("mic");
        List<byte[]> frames = Streams.frames(stream);
        int groupFrames = stream.equals(DISPOSABLE) ? GROUP : frames.size();
        GroupProducer group = track.createGroup(0, 0);
        for (int i = 0; i < frames.size(); i++) {
            if (i > 0 && i % groupFrames == 0) {
                group.finish();
                group = track.createGroup(i, 0);
            }
            int inGroup = i % groupFrames;
            int shown = inGroup == 0 ? i : inGroup % 2 == 1 ? i + 1 : i - 1;
            group.write(LegacyContainer.encode(shown * 40_000L, frames.get(i)));
            camera.audio(2 * i);
            camera.audio(2 * i + 1);
            viewer.peer.run(40);
        }
        viewer.peer.run(1_000);
        return viewer;
    }

    private static List<Integer> timestamps(Viewer viewer) {
        List<Integer> timestamps = new ArrayList<>();
        for (Viewer.Rtp packet : viewer.rtp(Viewer.VIDEO_SSRC)) {
            if (timestamps.isEmpty() || timestamps.getLast() != packet.timestamp()) {
                timestamps.add(packet.timestamp());
            }
        }
        return timestamps;
    }

    private static List<Code> problems(Viewer viewer) {
        return viewer.media.problems().stream().map(SessionProblem::code).toList();
    }

    @Test
    void dropLeavesOutWhatNoOtherFrameNeeds() {
        Viewer viewer = watch(BFrames.DROP, DISPOSABLE);
        List<Integer> timestamps = timestamps(viewer);

        assertThat(timestamps).hasSize(16);
        for (int i = 1; i < timestamps.size(); i++) {
            assertThat(timestamps.get(i) - timestamps.get(i - 1)).isPositive();
        }
        assertThat(problems(viewer)).containsExactly(Code.B_FRAMES_DROPPED);
    }

    @Test
    void dropEndsTheVideoWhereOtherFramesNeedThem() {
        Viewer viewer = watch(BFrames.DROP, REFERENCED);

        assertThat(timestamps(viewer)).hasSize(2);
        assertThat(problems(viewer)).containsExactly(Code.B_FRAMES);
        assertThat(directory.problems("live")).isEqualTo(viewer.media.problems());
        assertThat(viewer.media.problems().getFirst().text()).contains("bframes=0");
        assertThat(viewer.rtp(Viewer.AUDIO_SSRC)).hasSizeGreaterThan(55);
        assertThat(viewer.peer.ends()).isEmpty();
    }

    @Test
    void refuseEndsTheVideoAtTheFirstOfThem() {
        Viewer viewer = watch(BFrames.REFUSE, DISPOSABLE);

        assertThat(timestamps(viewer)).hasSize(2);
        assertThat(problems(viewer)).containsExactly(Code.B_FRAMES);
        assertThat(viewer.rtp(Viewer.AUDIO_SSRC)).hasSizeGreaterThan(55);
    }

    @Test
    void passSendsAllUnderTheTimesAtWhichTheyAreShown() {
        Viewer viewer = watch(BFrames.PASS, DISPOSABLE);
        List<Integer> timestamps = timestamps(viewer);

        assertThat(timestamps).hasSize(30);
        // I 0, P 2, B 1, P 4, B 3: the clock settles with the first P, which comes early.
        assertThat(timestamps.get(2) - timestamps.get(1)).isEqualTo(-TICKS);
        assertThat(timestamps.get(3) - timestamps.get(2)).isEqualTo(3 * TICKS);
        assertThat(timestamps.get(4) - timestamps.get(3)).isEqualTo(-TICKS);
        assertThat(problems(viewer)).isEmpty();
    }
}
