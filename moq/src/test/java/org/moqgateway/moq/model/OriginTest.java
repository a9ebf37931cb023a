package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {
    private final Origin origin = new Origin();

    private static final class Recorder implements AnnounceListener {
        final List<String> events = new ArrayList<>();

        @Override
        public void announced(String path, Route route) {
            events.add("+" + path);
        }

        @Override
        public void unannounced(String path) {
            events.add("-" + path);
        }
    }

    @Test
    void findsALiveBroadcastByItsPath() {
        origin.createBroadcast("/live//cam0/");

        assertThat(origin.announced()).containsExactly("live/cam0");
        assertThat(origin.broadcast("live/cam0")).isPresent();
        assertThat(origin.broadcast("live")).isEmpty();
    }

    @Test
    void tellsListenersWhatIsLiveAndWhatChanges() {
        Recorder recorder = new Recorder();
        BroadcastProducer first = origin.createBroadcast("a");
        Origin.Registration registration = origin.listen(recorder);
        BroadcastProducer second = origin.createBroadcast("b");
        first.finish();
        second.abort(AbortReason.TIMEOUT);
        second.finish();
        registration.close();
        origin.createBroadcast("c");

        assertThat(recorder.events).containsExactly("+a", "+b", "-a", "-b");
    }

    @Test
    void keepsTheOrderWhenAListenerPublishes() {
        Recorder recorder = new Recorder();
        origin.listen(
                new AnnounceListener() {
                    @Override
                    public void announced(String path, Route route) {
                        if (path.equals("a")) {
                            origin.createBroadcast("b");
                        }
                    }

                    @Override
                    public void unannounced(String path) {}
                });
        origin.listen(recorder);
        origin.createBroadcast("a");

        assertThat(recorder.events).containsExactly("+a", "+b");
    }

    @Test
    void replacesTheIncumbentAndTellsBothSides() {
        Recorder recorder = new Recorder();
        origin.listen(recorder);
        BroadcastProducer old = origin.createBroadcast("cam");
        TrackProducer oldTrack = old.createTrack(TrackInfo.live("video", 0));
        BroadcastConsumer viewer = origin.broadcast("cam").orElseThrow();
        TrackConsumer frames = viewer.track("video").orElseThrow();
        List<Ending> told = new ArrayList<>();
        old.onEnded(told::add);
        viewer.onEnded(told::add);

        BroadcastProducer replacement = origin.createBroadcast("cam");
        old.finish();

        assertThat(told).hasSize(2).allSatisfy(OriginTest::isDuplicate);
        assertThat(viewer.ending()).hasValueSatisfying(OriginTest::isDuplicate);
        assertThat(oldTrack.writeGroup(new Frame(0, new byte[1]), 0)).isFalse();
        assertThat(frames.pollFrame()).isInstanceOf(Poll.Aborted.class);
        assertThat(replacement.ending()).isEmpty();
        assertThat(origin.announced()).containsExactly("cam");
        assertThat(recorder.events).containsExactly("+cam", "-cam", "+cam");
    }

    private static void isDuplicate(Ending ending) {
        assertThat(ending)
                .isInstanceOfSatisfying(
                        Ending.Aborted.class,
                        aborted -> assertThat(aborted.reason().code()).isEqualTo(12));
    }

    @Test
    void tellsAListenerThatComesLateAtOnce() {
        BroadcastProducer broadcast = origin.createBroadcast("cam");
        BroadcastConsumer viewer = broadcast.consume();
        broadcast.finish();
        List<Ending> told = new ArrayList<>();
        broadcast.onEnded(told::add);
        viewer.onEnded(told::add);

        assertThat(told).containsExactly(Ending.FINISHED, Ending.FINISHED);
    }

    @Test
    void closedConsumerHearsNothingAndIsNotCounted() {
        BroadcastProducer broadcast = origin.createBroadcast("cam");
        BroadcastConsumer viewer = broadcast.consume();
        List<Ending> told = new ArrayList<>();
        viewer.onEnded(told::add);
        assertThat(broadcast.consumers()).isEqualTo(1);
        viewer.close();
        viewer.close();
        broadcast.close();

        assertThat(broadcast.consumers()).isZero();
        assertThat(told).isEmpty();
        assertThat(broadcast.ending()).contains(new Ending.Aborted(AbortReason.DROPPED));
    }

    @Test
    void findsFreeTrackNames() {
        BroadcastProducer broadcast = origin.createBroadcast("cam");
        broadcast.createTrack(TrackInfo.live("0.opus", 0));
        broadcast.createTrack(TrackInfo.live("2.opus", 0));

        assertThat(broadcast.uniqueName(".opus")).isEqualTo("1.opus");
        assertThat(broadcast.uniqueName(".avc3")).isEqualTo("0.avc3");
    }

    @Test
    void freesTheNameOfARemovedTrack() {
        BroadcastProducer broadcast = origin.createBroadcast("cam");
        TrackProducer track = broadcast.createTrack(TrackInfo.live("0.opus", 0));
        broadcast.removeTrack("0.opus");

        assertThat(track.ending()).contains(new Ending.Aborted(AbortReason.CANCELLED));
        assertThat(broadcast.consume().track("0.opus")).isEmpty();
        assertThat(broadcast.createTrack(TrackInfo.live("0.opus", 0)).ending()).isEmpty();
    }

    @Test
    void createsDeadTracksOfABroadcastThatHasEnded() {
        BroadcastProducer broadcast = origin.createBroadcast("cam");
        broadcast.abort(AbortReason.TIMEOUT);

        assertThat(broadcast.createTrack(TrackInfo.live("late", 0)).ending())
                .contains(new Ending.Aborted(AbortReason.TIMEOUT));
    }
}
