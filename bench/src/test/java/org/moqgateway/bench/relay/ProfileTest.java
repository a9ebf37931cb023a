package org.moqgateway.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static final Profile PROFILE = Profile.fullHd(3_000_000);

    @Test
    void groupWeighsWhatTheBitrateSays() {
        int group = IntStream.range(0, PROFILE.groupFrames()).map(PROFILE::frameBytes).sum();

        assertThat(group * 8 / 2.0).isCloseTo(3_000_000, within(1000.0));
    }

    @Test
    void keyframeWeighsEightTimesAnother() {
        assertThat(PROFILE.frameBytes(0) / (double) PROFILE.frameBytes(1))
                .isCloseTo(8, within(0.01));
    }

    @Test
    void everyFrameHasRoomForItsStamp() {
        assertThat(Profile.fullHd(1).frameBytes(1)).isEqualTo(FrameStamp.BYTES);
    }

    @Test
    void stampIsReadAsItWasWritten() {
        byte[] payload = new byte[FrameStamp.BYTES + 1];
        FrameStamp stamp = new FrameStamp(-5, Long.MAX_VALUE);

        stamp.write(payload);

        assertThat(FrameStamp.read(payload)).isEqualTo(stamp);
    }
}
