package org.moqgateway.server.browser;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The player. States: `connecting`, `waiting` (not live), `buffering`, `playing`,
/// `reconnecting`, `refused`.
public final class PlayPage extends BrowserPage {
    private static final Duration SYNC = Duration.ofSeconds(40);
    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(400);
    /// Mean difference of 8-bit samples: well above what decoding the same picture again can make.
    private static final double MOVED = 0.3;

    private static final String PICTURE =
            """
            () => {
              const video = document.querySelector('moq-watch canvas') ?? document.querySelector('video');
              const canvas = new OffscreenCanvas(64, 36);
              const context = canvas.getContext('2d', { willReadFrequently: true });
              context.drawImage(video, 0, 0, 64, 36);
              const { data } = context.getImageData(0, 0, 64, 36);
              const before = window.picture;
              window.picture = data;
              if (!before) return 0;
              return data.reduce((sum, value, i) => sum + Math.abs(value - before[i]), 0) / data.length;
            }
            """;

    /// Keeps the newest answer, for [#answer()].
    static final String ANSWER_SCRIPT =
            """
            {
              const { prototype } = RTCPeerConnection;
              const setRemoteDescription = prototype.setRemoteDescription;
              prototype.setRemoteDescription = function (description) {
                window.newestAnswer = description.sdp;
                return setRemoteDescription.call(this, description);
              };
            }
            """;

    PlayPage(Page page) {
        super(page);
    }

    /// Waits for the first picture (or sound, where there is no picture).
    public void awaitPlaying(Duration deadline) {
        awaitState("playing", deadline);
    }

    /// The newest answer of the gateway (SDP); empty before the first.
    public String answer() {
        return evaluate("window.newestAnswer") instanceof String sdp ? sdp : "";
    }

    /// Whether the picture on the screen changes.
    public boolean videoMoves() {
        evaluate(PICTURE);
        pause(BETWEEN_PICTURES);
        return number(PICTURE) > MOVED;
    }

    /// Sound so far: samples played, and their energy (zero while all of them were silence).
    public AudioSamples audioSamples() {
        PageStats stats = nextStats();
        return new AudioSamples((long) stats.number("audio.samples"), stats.number("audio.energy"));
    }

    /// Sound that was played.
    ///
    /// @param count samples per channel since the session began
    /// @param energy as `totalAudioEnergy` of W3C webrtc-stats
    public record AudioSamples(long count, double energy) {}

    /// A fresh sample of the player's statistics.
    public PageStats playerStats() {
        return nextStats();
    }

    /// Waits until sound is played over MoQ that is louder than `peak`, of 1.
    public void awaitSound(double peak, Duration deadline) {
        await("JSON.parse(document.body.dataset.stats ?? '{}').audio?.level > " + peak, deadline);
    }

    /// From asking for the session to the first picture on the screen, of the current session.
    public double firstFrameMillis() {
        await(
                "JSON.parse(document.body.dataset.stats ?? '{}').firstFrameMillis",
                Duration.ofSeconds(10));
        return stats().number("firstFrameMillis");
    }

    /// Waits until sound and picture are in sync: five samples in a row within the limit. The
    /// browser knows the skew after two sender reports of both streams, and then moves the picture
    /// towards the sound, once a second by half of a running mean of the skew, 80 ms at most: from
    /// 300 ms, which a slow machine's first seconds can bring, that takes some twenty steps.
    ///
    /// @throws AssertionError they were not within 40 s; tells the samples
    public void awaitSync(double limitMillis) {
        long end = System.nanoTime() + SYNC.toNanos();
        List<Double> samples = new ArrayList<>();
        int inSync = 0;
        while (inSync < 5) {
            double skew = nextStats().number("skewMillis");
            samples.add(skew);
            inSync = Math.abs(skew) < limitMillis ? inSync + 1 : 0;
            if (System.nanoTime() > end) {
                throw new AssertionError("not in sync within " + SYNC + ": " + samples);
            }
        }
    }

    /// Age of the picture on the screen; only for a publisher opened by
    /// [Chromium#publishPageWithClock] or [Chromium#publishPageWithColours].
    public double pictureAgeMillis() {
        return number(ClockPicture.AGE_FUNCTION);
    }

    /// Waits until the picture on the screen tells a time that is no older than this.
    ///
    /// @throws AssertionError it was not within the deadline; tells the age
    public void awaitFreshPicture(double oldestMillis, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        double age = pictureAgeMillis();
        while (!(age >= 0 && age <= oldestMillis)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the picture is " + age + " ms old");
            }
            pause(BETWEEN_PICTURES);
            age = pictureAgeMillis();
        }
    }

    /// Number of the picture on the screen; only for a publisher that numbers its pictures as
    /// [ClockPicture] does.
    public long pictureNumber() {
        return (long) number(ClockPicture.NUMBER_FUNCTION);
    }

    /// The colours on the screen where [ColourPicture#COLOURS] are; only for a publisher opened by
    /// [Chromium#publishPageWithColours].
    public List<ColourPicture.Colour> pictureColours() {
        List<Integer> samples = new ArrayList<>();
        if (evaluate(ColourPicture.COLOURS_FUNCTION) instanceof List<?> values) {
            values.forEach(value -> samples.add(value instanceof Integer sample ? sample : -1));
        }
        List<ColourPicture.Colour> colours = new ArrayList<>();
        for (int i = 0; i + 3 < samples.size(); i += 4) {
            colours.add(
                    new ColourPicture.Colour(
                            samples.get(i), samples.get(i + 1), samples.get(i + 2)));
        }
        return colours;
    }

    private double number(String function) {
        return evaluate(function) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
