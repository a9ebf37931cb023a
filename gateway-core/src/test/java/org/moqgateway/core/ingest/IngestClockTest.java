package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The first five are the vectors of upstream's clock (moq-rtc, session.rs), in RTP ticks.
class IngestClockTest {
    private static final long T0 = 77_000_000_000L;
    private static final long NTP_SECOND = 1L << 32;
    private static final long NTP_NOW = (1_700_000_001L + 2_208_988_800L) << 32;

    private final IngestClock clock = new IngestClock();
    private final IngestClock.Track audio = clock.addTrack(48_000);
    private final IngestClock.Track video = clock.addTrack(90_000);

    private static long arrival(long ms) {
        return T0 + ms * 1_000_000;
    }

    private static int audio(long us) {
        return (int) (us * 48 / 1000);
    }

    private static int video(long us) {
        return (int) (us * 90 / 1000);
    }

    @Test
    void putsTheFirstFrameAtZero() {
        assertThat(video.timestampUs(video(5_000_000_000L), T0)).isZero();
    }

    @Test
    void followsTheRtpClockAndNotTheArrivals() {
        video.timestampUs(video(5_000_000_000L), T0);

        assertThat(video.timestampUs(video(5_000_020_000L), arrival(17))).isEqualTo(20_000);
    }

    @Test
    void placesASecondTrackByItsArrival() {
        assertThat(audio.timestampUs(audio(1_000_000_000), T0)).isZero();
        assertThat(video.timestampUs(video(8_000_000_000L), arrival(5))).isEqualTo(5_000);
        assertThat(video.timestampUs(video(8_000_033_000L), arrival(38))).isEqualTo(38_000);
    }

    @Test
    void keepsTheLeadOfATrackThatArrivedBeforeTheFirst() {
        assertThat(audio.timestampUs(audio(1_000_000), T0)).isZero();
        assertThat(video.timestampUs(video(8_000_000), arrival(-5))).isZero();
        assertThat(video.timestampUs(video(8_033_000), arrival(28))).isEqualTo(28_000);
    }

    @Test
    void replacesTheSkewOfArrivalsBySenderReports() {
        long audioBase = 1_000_000_000;
        long videoBase = 8_000_000_000L;
        assertThat(audio.timestampUs(audio(audioBase), T0)).isZero();
        assertThat(video.timestampUs(video(videoBase), arrival(50))).isEqualTo(50_000);
        assertThat(audio.timestampUs(audio(audioBase + 1_000_000), arrival(1_000)))
                .isEqualTo(1_000_000);
        assertThat(video.timestampUs(video(videoBase + 1_000_000), arrival(1_050)))
                .isEqualTo(1_050_000);

        audio.senderReport(NTP_NOW, audio(audioBase + 1_000_000));
        assertThat(clock.usesSenderReports()).isFalse();
        video.senderReport(NTP_NOW, video(videoBase + 1_000_000));
        assertThat(clock.usesSenderReports()).isTrue();

        assertThat(audio.timestampUs(audio(audioBase + 1_020_000), arrival(1_020)))
                .isEqualTo(1_070_000);
        assertThat(video.timestampUs(video(videoBase + 1_020_000), arrival(1_070)))
                .isEqualTo(1_070_000);
    }

    @Test
    void neverSwitchesForASingleTrack() {
        video.timestampUs(0, T0);
        video.senderReport(NTP_NOW, 0);

        assertThat(clock.usesSenderReports()).isFalse();
        assertThat(video.timestampUs(3_000, arrival(40))).isEqualTo(33_333);
    }

    @Test
    void waitsForAFrameOfEachKnownTrack() {
        video.timestampUs(0, T0);
        video.senderReport(NTP_NOW, 0);
        audio.senderReport(NTP_NOW, 480);
        assertThat(clock.usesSenderReports()).isFalse();

        // 480 ticks, 10 ms, before the report: with video's frame at 0 it lies at -10 ms, which the
        // common origin makes 0 by moving video 10 ms ahead.
        assertThat(audio.timestampUs(0, T0)).isZero();
        assertThat(clock.usesSenderReports()).isTrue();
        assertThat(video.timestampUs(900, arrival(10))).isEqualTo(20_000);
    }

    @Test
    void unwrapsTimestampsInBothDirections() {
        assertThat(video.timestampUs(-900, T0)).isZero();
        assertThat(video.timestampUs(900, arrival(20))).isEqualTo(20_000);
        assertThat(video.timestampUs(-450, arrival(25))).isEqualTo(20_001);
        assertThat(video.timestampUs(1_800, arrival(30))).isEqualTo(30_000);
    }

    @Test
    void survivesAWrapBetweenReportAndFrame() {
        audio.timestampUs(0, T0);
        video.timestampUs(-900, T0);
        audio.senderReport(NTP_NOW, 0);
        video.senderReport(NTP_NOW, -900);

        assertThat(video.timestampUs(900, arrival(20))).isEqualTo(20_000);
    }

    @Test
    void neverRunsBackwardsWhenAReportCorrectsTheClock() {
        audio.timestampUs(0, T0);
        video.timestampUs(0, T0);
        audio.senderReport(NTP_NOW, 0);
        video.senderReport(NTP_NOW, 0);
        assertThat(video.timestampUs(9_000, arrival(100))).isEqualTo(100_000);

        // 37.5 ms behind.
        video.senderReport(NTP_NOW + NTP_SECOND / 16, 9_000);

        assertThat(video.timestampUs(9_900, arrival(110))).isEqualTo(100_001);
        assertThat(video.timestampUs(18_000, arrival(200))).isEqualTo(162_500);
    }

    @Test
    void doesNotSwitchToReportsThatCannotBeOfOneClock() {
        audio.timestampUs(0, T0);
        video.timestampUs(0, T0);
        audio.senderReport(NTP_NOW, 0);
        video.senderReport(NTP_NOW - 3600 * NTP_SECOND, 0);
        assertThat(clock.usesSenderReports()).isFalse();

        video.senderReport(NTP_NOW, 0);
        assertThat(clock.usesSenderReports()).isTrue();
        video.senderReport(NTP_NOW + 3600 * NTP_SECOND, 0);
        assertThat(video.timestampUs(9_000, arrival(100))).isEqualTo(100_000);
    }

    @Test
    void takesNoReportWithoutAClock() {
        audio.timestampUs(0, T0);
        video.timestampUs(0, T0);
        audio.senderReport(0, 0);
        video.senderReport(0, 0);

        assertThat(clock.usesSenderReports()).isFalse();
    }

    @Test
    void goesOnByArrivalWhenTheSendersClockRestarts() {
        video.timestampUs(900_000_000, T0);
        assertThat(video.timestampUs(900_009_000, arrival(100))).isEqualTo(100_000);

        assertThat(video.timestampUs(5, arrival(150))).isEqualTo(150_000);
        assertThat(video.timestampUs(9_005, arrival(333))).isEqualTo(250_000);
        assertThat(video.timestampUs(2_000_000_000, arrival(350))).isEqualTo(267_000);
    }

    @Test
    void takesABurstAfterAStallForNoRestart() {
        video.timestampUs(0, T0);
        video.timestampUs(9_000, arrival(100));

        assertThat(video.timestampUs(18_000, arrival(20_000))).isEqualTo(200_000);
        assertThat(video.timestampUs(1_800_000, arrival(20_001))).isEqualTo(20_000_000);
    }
}
