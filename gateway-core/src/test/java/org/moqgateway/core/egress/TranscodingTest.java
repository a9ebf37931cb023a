package org.moqgateway.core.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.negotiation.SessionProblem.Code;
import org.moqgateway.core.netem.VirtualLoop;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.moq.model.Origin;

/// Audio that has to be made into Opus before it can be sent.
class TranscodingTest {
    private static final String CATALOG =
            """
            {"audio":{"renditions":{"mic":{"codec":"mp4a.40.2","sampleRate":44100,
               "numberOfChannels":2,"description":"1210","container":{"kind":"legacy"}}}}}
            """;

    private final VirtualLoop loop = new VirtualLoop(0);
    private final Origin origin = new Origin();
    private final RemoteCamera camera = new RemoteCamera(origin, "live", 7);
    private final Copier copier = new Copier();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /// Takes AAC for Opus.
    private static final class Copier implements OpusTranscoding {
        private final List<String> opened = new ArrayList<>();
        private boolean broken;
        private int pushed;
        private int closed;

        @Override
        public boolean takes(String codecString) {
            return codecString.startsWith("mp4a.40");
        }

        @Override
        public Optional<Session> open(
                String codecString, byte[] description, int sampleRate, int channels) {
            opened.add(
                    "%s %s %d %d"
                            .formatted(
                                    codecString,
                                    HexFormat.of().formatHex(description),
                                    sampleRate,
                                    channels));
            return broken ? Optional.empty() : Optional.of(new Copying());
        }

        private final class Copying implements Session {
            @Override
            public void push(byte[] bytes, int offset, int length, long timestampUs, Sink sink) {
                pushed++;
                sink.opus(Arrays.copyOfRange(bytes, offset, offset + length), timestampUs);
            }

            @Override
            public void close() {
                closed++;
            }
        }
    }

    private EgressDirectory directory(Executor transcoders) {
        return EgressDirectory.open(
                origin, () -> loop, new FeedPolicy(BFrames.DROP, copier, transcoders));
    }

    private Viewer watch(Executor transcoders) {
        Viewer viewer = new Viewer(directory(transcoders), "live", loop);
        viewer.peer.connect();
        camera.catalog(CATALOG);
        viewer.peer.run(1);
        camera.accept("mic");
        return viewer;
    }

    private void play(Viewer viewer, int packets) {
        for (int i = 0; i < packets; i++) {
            camera.audio(i);
            viewer.peer.run(20);
        }
    }

    @Test
    void audioIsTurnedIntoOpusBesideTheLoop() {
        Viewer viewer = watch(Runnable::run);
        play(viewer, 10);

        assertThat(copier.opened).containsExactly("mp4a.40.2 1210 44100 2");
        assertThat(viewer.rtp(Viewer.AUDIO_SSRC))
                .extracting(Viewer.Rtp::number)
                .contains(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(viewer.media.problems())
                .extracting(SessionProblem::code)
                .containsExactly(Code.VIDEO_GONE);
    }

    @Test
    void sessionIsClosedWhenTheLastViewerHasLeft() {
        Viewer viewer = watch(Runnable::run);
        play(viewer, 2);
        assertThat(copier.closed).isZero();
        viewer.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "done"));
        loop.settle();

        assertThat(copier.closed).isEqualTo(1);
    }

    @Test
    void waitingFramesAreBounded() {
        Viewer viewer = watch(tasks::add);
        play(viewer, 3 * TranscodingStage.MAX_WAITING);
        assertThat(copier.pushed).isZero();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();

        assertThat(copier.pushed).isEqualTo(TranscodingStage.MAX_WAITING);
        camera.audio(3 * TranscodingStage.MAX_WAITING);
        viewer.peer.run(20);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void whatCannotBeOpenedIsTold() {
        copier.broken = true;
        Viewer viewer = watch(Runnable::run);
        play(viewer, 60);

        assertThat(copier.opened).hasSize(1);
        assertThat(viewer.rtp).isEmpty();
        assertThat(viewer.media.problems())
                .extracting(SessionProblem::code)
                .contains(Code.AUDIO_NOT_SENDABLE);
    }

    @Test
    void audioThatNobodyTranscodesIsNotOffered() {
        EgressDirectory plain = EgressDirectory.open(origin, () -> loop);
        EgressBroadcast live = plain.live("live").orElseThrow();
        camera.catalog(CATALOG);
        loop.settle();

        assertThat(live.available().codecs()).isEmpty();
        assertThat(live.problems())
                .extracting(SessionProblem::code)
                .containsExactly(Code.AUDIO_NOT_SENDABLE);
    }
}
