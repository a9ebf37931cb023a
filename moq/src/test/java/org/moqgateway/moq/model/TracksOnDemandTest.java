package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tracks that are made when somebody wants to read them.
class TracksOnDemandTest {
    private final Origin origin = new Origin();
    private final BroadcastProducer broadcast = origin.createBroadcast("cam");
    private final BroadcastConsumer reader = origin.broadcast("cam").orElseThrow();
    private final List<String> asked = new ArrayList<>();

    private Optional<String> make(String name) {
        asked.add(name);
        if (!name.startsWith("made/")) {
            return Optional.empty();
        }
        TrackProducer track = broadcast.createTrack(TrackInfo.live(name, 0));
        track.writeGroup(new Frame(0, new byte[] {7}), 0);
        track.finish();
        return Optional.of(name);
    }

    @Test
    void trackThatIsMadeOnDemandIsReadToItsEndByWhoeverAsks() {
        broadcast.onMissingTrack(this::make);
        for (int i = 0; i < 3; i++) {
            try (TrackConsumer track = reader.track("made/1").orElseThrow()) {
                assertThat(track.pollInfo()).isInstanceOf(Poll.Ready.class);
                assertThat(track.pollFrame())
                        .isInstanceOfSatisfying(
                                Poll.Ready.class,
                                ready ->
                                        assertThat(((Frame) ready.value()).payload())
                                                .containsExactly(7));
                assertThat(track.pollFrame()).isInstanceOf(Poll.Finished.class);
            }
        }
        assertThat(asked).containsExactly("made/1");
    }

    @Test
    void tracksThatAreThereAreNotAskedFor() {
        broadcast.onMissingTrack(this::make);
        broadcast.createTrack(TrackInfo.live("video", 0));

        assertThat(reader.track("video")).isPresent();
        assertThat(asked).isEmpty();
    }

    @Test
    void trackThatNobodyMakesIsNotThere() {
        broadcast.onMissingTrack(this::make);

        assertThat(reader.track("other")).isEmpty();
        assertThat(reader.trackNames()).isEmpty();
        assertThat(asked).containsExactly("other");
    }

    @Test
    void anotherTrackMayBeReadInItsPlace() {
        broadcast.createTrack(TrackInfo.live("video", 0)).writeGroup(new Frame(0, new byte[1]), 0);
        broadcast.onMissingTrack(_ -> Optional.of("video"));

        assertThat(reader.track("anything").orElseThrow().pollFrame())
                .isInstanceOf(Poll.Ready.class);
        assertThat(reader.trackNames()).containsExactly("video");
        assertThat(broadcast.consumers("video")).isEqualTo(1);
    }

    @Test
    void nameWithoutATrackIsNotThere() {
        broadcast.onMissingTrack(_ -> Optional.of("nothing"));

        assertThat(reader.track("anything")).isEmpty();
    }

    @Test
    void nobodyIsAskedAfterTheEnd() {
        broadcast.onMissingTrack(this::make);
        broadcast.finish();

        assertThat(reader.track("made/1")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void groupsByNumberAreNotMadeOnDemand() {
        broadcast.onMissingTrack(this::make);

        assertThat(reader.group("made/1", 0).poll()).isInstanceOf(Poll.Aborted.class);
        assertThat(asked).isEmpty();
    }
}
