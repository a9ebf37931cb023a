package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;

/// What a section does with what its depacketizer could not put together.
class IngestSectionTest {
    private static final long MILLISECOND = 1_000_000L;

    private final List<EncodedFrame> published = new ArrayList<>();
    private final IngestSection section =
            new IngestSection(
                    PublisherFixture.video(PublisherFixture.ALL),
                    (_, _) -> {},
                    (_, _) -> {},
                    new IngestSection.Track() {
                        @Override
                        public FrameOutcome frame(EncodedFrame frame, long arrivalNanos) {
                            published.add(frame);
                            return FrameOutcome.PUBLISHED;
                        }

                        @Override
                        public void senderReport(long ntpTimestamp, int rtpTimestamp) {}
                    });

    @BeforeEach
    void begin() {
        section.stream().expectSsrc(PublisherFixture.VIDEO_SSRC);
        section.frame(new EncodedFrame(0, true, new byte[1]));
        assertThat(published).hasSize(1);
        assertThat(section.nextAskNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withholdsWhatDependsOnALostFrame() {
        section.dropped(DropReason.PACKET_LOST, 1);
        section.frame(new EncodedFrame(2, false, new byte[1]));
        assertThat(published).hasSize(1);
        assertThat(section.askForKeyframe(MILLISECOND)).isTrue();
    }

    @Test
    void goesOnWithTheLowerLayersAndAsksForTheUpperOnes() {
        section.dropped(DropReason.LAYER_LOST, 1);
        section.frame(new EncodedFrame(1, false, new byte[1]));
        section.frame(new EncodedFrame(2, false, new byte[1]));
        assertThat(published).hasSize(3);
        assertThat(section.askForKeyframe(MILLISECOND)).isTrue();
    }

    @Test
    void missesNothingThatNobodyCouldHaveShown() {
        section.dropped(DropReason.UNDECODABLE_LEADING_PICTURE, 1);
        section.frame(new EncodedFrame(2, false, new byte[1]));
        assertThat(published).hasSize(2);
        assertThat(section.askForKeyframe(MILLISECOND)).isFalse();
    }
}
