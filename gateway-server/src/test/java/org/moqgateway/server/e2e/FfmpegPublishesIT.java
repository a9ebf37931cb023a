package org.moqgateway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.server.browser.Chromium;
import org.moqgateway.server.browser.PlayPage;
import org.moqgateway.server.peer.Ffmpeg;

/// FFmpeg's WHIP muxer publishes, Chromium plays.
@Timeout(120)
class FfmpegPublishesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "pattern";

    @ParameterizedTest
    @ValueSource(strings = {"", "dtls_active"})
    void chromiumPlaysWhatFfmpegPublishesInEitherDtlsRole(String flags) {
        try (RunningGateway gateway = new RunningGateway();
                Ffmpeg ffmpeg =
                        Ffmpeg.publish(
                                gateway.whip(NAME), Ffmpeg.Pattern.standard().withFlags(flags))) {
            BroadcastStatus live = live(gateway, ffmpeg, 2);
            assertThat(live.tracks().getFirst().width()).isEqualTo(640);
            assertThat(live.tracks().getFirst().height()).isEqualTo(360);
            assertThat(live.tracks().getFirst().codec()).startsWith("avc3.42");
            try (Chromium browser = Chromium.launch();
                    PlayPage player = browser.playPage(gateway.url(), NAME, "stats&muted=0")) {
                player.awaitPlaying(SOON);
                assertThat(player.videoMoves()).isTrue();
                assertThat(player.audioSamples().energy()).isPositive();
                player.awaitSync(40);
            }
        }
    }

    @Test
    void audioAloneIsPlayed() {
        try (RunningGateway gateway = new RunningGateway();
                Ffmpeg ffmpeg =
                        Ffmpeg.publish(gateway.whip(NAME), new Ffmpeg.Pattern(0, 0, 1, true, ""))) {
            BroadcastStatus live = live(gateway, ffmpeg, 1);
            assertThat(live.tracks()).extracting(track -> track.kind()).containsExactly("audio");
            try (Chromium browser = Chromium.launch();
                    PlayPage player = browser.playPage(gateway.url(), NAME, "stats&muted=0")) {
                player.awaitPlaying(SOON);
                assertThat(player.audioSamples().energy()).isPositive();
            }
        }
    }

    @Test
    void videoAloneIsPlayed() {
        try (RunningGateway gateway = new RunningGateway();
                Ffmpeg ffmpeg =
                        Ffmpeg.publish(
                                gateway.whip(NAME), new Ffmpeg.Pattern(640, 360, 1, false, ""))) {
            BroadcastStatus live = live(gateway, ffmpeg, 1);
            assertThat(live.tracks()).extracting(track -> track.kind()).containsExactly("video");
            try (Chromium browser = Chromium.launch();
                    PlayPage player = browser.playPage(gateway.url(), NAME, "stats")) {
                player.awaitPlaying(SOON);
                assertThat(player.videoMoves()).isTrue();
            }
        }
    }

    /// FFmpeg ignores keyframe requests, so only the kept group can start this viewer.
    @Test
    void viewerThatJoinsThreeSecondsAfterAKeyframeSeesAPictureAtOnceAndIsSoonLive() {
        try (RunningGateway gateway = new RunningGateway();
                Chromium browser = Chromium.launch();
                Ffmpeg ffmpeg =
                        Ffmpeg.publish(
                                gateway.whip(NAME), new Ffmpeg.Pattern(640, 360, 10, true, ""))) {
            live(gateway, ffmpeg, 2);
            // Opened within the first group, so that it counts from the first picture.
            FrameClock keyframes = FrameClock.of(gateway.origin(), NAME, "0.avc3");
            assertThat(keyframes.keyframesSeen()).isEqualTo(1);
            try (PlayPage first = browser.playPage(gateway.url(), NAME, "stats")) {
                first.awaitPlaying(SOON); // Code and caches of gateway and browser are warm now.
            }
            keyframes.awaitKeyframe(Duration.ofSeconds(15));
            keyframes.awaitSinceKeyframe(Duration.ofSeconds(3));
            int before = keyframes.keyframesSeen();
            try (PlayPage player = browser.playPage(gateway.url(), NAME, "stats")) {
                player.awaitPlaying(SOON);
                assertThat(player.firstFrameMillis()).isLessThan(500);
                assertThat(keyframes.keyframesSeen())
                        .as("no keyframe came to help")
                        .isEqualTo(before);
                player.pause(Duration.ofSeconds(2));
                long shown = player.pictureNumber();
                assertThat(keyframes.framesSeen() - shown)
                        .as("pictures behind live, of 30 a second")
                        .isBetween(0L, 9L);
                assertThat(player.videoMoves()).isTrue();
            }
        }
    }

    private static BroadcastStatus live(RunningGateway gateway, Ffmpeg ffmpeg, int tracks) {
        try {
            return gateway.awaitLive(NAME, tracks, SOON);
        } catch (AssertionError notLive) {
            throw new AssertionError(notLive.getMessage() + "\n" + ffmpeg.output(), notLive);
        }
    }
}
