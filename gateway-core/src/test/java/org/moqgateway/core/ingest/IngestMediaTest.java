package org.moqgateway.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.core.ingest.PublisherFixture.ALL;
import static org.moqgateway.core.ingest.PublisherFixture.AUDIO;
import static org.moqgateway.core.ingest.PublisherFixture.AUDIO_SSRC;
import static org.moqgateway.core.ingest.PublisherFixture.VIDEO_SSRC;
import static org.moqgateway.core.ingest.PublisherFixture.audio;
import static org.moqgateway.core.ingest.PublisherFixture.numbers;
import static org.moqgateway.core.ingest.PublisherFixture.read;
import static org.moqgateway.core.ingest.PublisherFixture.video;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.CatalogConsumer;
import org.moqgateway.core.hang.CatalogResult;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.core.negotiation.Feedback;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.send.Frames;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendSettings;
import org.moqgateway.core.rtp.send.TransportSequence;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;

class IngestMediaTest {
    private final PublisherFixture both = new PublisherFixture(video(ALL), audio(AUDIO));

    private static Catalog catalog(PublisherFixture publisher) {
        CatalogConsumer consumer = CatalogConsumer.open(publisher.broadcast()).orElseThrow();
        if (consumer.poll()
                instanceof Poll.Ready<CatalogResult>(CatalogResult.Read(Catalog catalog))) {
            return catalog;
        }
        return Catalog.EMPTY;
    }

    private static VideoRendition rendition(PublisherFixture publisher) {
        return Objects.requireNonNull(catalog(publisher).video().renditions().get("0.avc3"));
    }

    @Test
    void idleVideoNeverHidesTheAudio() {
        TrackConsumer track = both.track("0.opus");
        for (int i = 0; i < 100; i++) {
            both.audio(i);
            both.peer.run(20);
        }

        assertThat(numbers(track)).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(catalog(both).audio().renditions()).containsOnlyKeys("0.opus");
        assertThat(catalog(both).video().renditions()).isEmpty();
        assertThat(both.media.status(both.loop.nowNanos()).orElseThrow().tracks()).hasSize(1);
        assertThat(both.feedback.plis).isEmpty();
    }

    @Test
    void publisherOfVideoAloneIsComplete() {
        PublisherFixture camera = new PublisherFixture(video(ALL));
        TrackConsumer track = camera.track("0.avc3");
        camera.frame(0, true);
        camera.deltas(1, 9);

        assertThat(numbers(track)).isEqualTo(IntStream.range(0, 10).boxed().toList());
        assertThat(catalog(camera).audio().renditions()).isEmpty();
        assertThat(rendition(camera).common().codec()).isEqualTo("avc3.42c028");
    }

    @Test
    void publisherOfAudioAloneIsComplete() {
        PublisherFixture microphone = new PublisherFixture(audio(AUDIO));
        TrackConsumer track = microphone.track("0.opus");
        microphone.audio(0);
        microphone.audio(1);

        assertThat(numbers(track)).containsExactly(0, 1);
        assertThat(catalog(microphone).video().renditions()).isEmpty();
    }

    @Test
    void parameterSetsInPacketsOfTheirOwnBelongToTheNextPicture() {
        TrackConsumer track = both.track("0.avc3");
        byte[] whole = SyntheticMedia.keyframe(0, 500);
        both.video(0, SyntheticMedia.unit(SyntheticMedia.SPS_HD));
        both.video(0, SyntheticMedia.unit(SyntheticMedia.PPS));
        both.video(0, SyntheticMedia.keyframe(0, 500, new byte[0][]));

        assertThat(read(track)).hasSize(1).first().isEqualTo(whole);
    }

    @Test
    void changeOfResolutionIsInTheCatalogWithItsKeyframe() {
        both.frame(0, true);
        assertThat(rendition(both).codedWidth()).isEqualTo(1920);
        both.deltas(1, 3);
        both.video(4, SyntheticMedia.keyframe(4, 300, SyntheticMedia.SPS_SD, SyntheticMedia.PPS));

        assertThat(rendition(both).codedWidth()).isEqualTo(640);
        assertThat(rendition(both).codedHeight()).isEqualTo(480);
    }

    @Test
    void lostPacketIsAskedForAndRepairedByRtx() {
        TrackConsumer track = both.track("0.avc3");
        both.frame(0, true);
        both.deltas(1, 3);
        both.lose(0);
        both.deltas(4, 3);
        assertThat(numbers(track)).containsExactly(0, 1, 2, 3);
        assertThat(both.feedback.nacks).isNotEmpty().containsOnly(both.feedback.nacks.getFirst());

        both.video.onNack(both.feedback.nacks.getFirst(), both.loop.nowNanos(), both);
        both.deltas(7, 30);
        assertThat(numbers(track)).isEqualTo(IntStream.range(4, 37).boxed().toList());
        assertThat(both.media.stats().repaired()).isEqualTo(1);
        assertThat(both.media.stats().lost()).isZero();
        assertThat(both.media.stats().framesDropped()).isZero();
    }

    @Test
    void everyTransportNumberIsReportedAsArrivedOrMissing() {
        both.lose(3, 7, 8);
        both.frame(0, true);
        for (int i = 1; i < 20; i++) {
            both.frame(i, false);
            both.audio(i);
            both.peer.run(20);
        }
        both.peer.run(100);

        List<Integer> arrived = both.feedback.arrived;
        Set<Integer> all = new HashSet<>(arrived);
        assertThat(all).hasSameSizeAs(arrived).doesNotContainAnyElementsOf(both.feedback.missing);
        assertThat(both.feedback.missing).hasSize(3);
        all.addAll(both.feedback.missing);
        assertThat(all).hasSize(arrived.getLast() - arrived.getFirst() + 1);
    }

    @Test
    void receiverReportsTellLossAndTheLastSenderReport() {
        PublisherFixture camera =
                new PublisherFixture(video(new Feedback(false, true, true, false, false)));
        camera.frame(0, true);
        long sentNanos = camera.loop.nowNanos();
        camera.report(camera.video, 90, sentNanos);
        camera.lose(2, 5);
        camera.deltas(1, 60);

        int middle = NtpClock.middle(new NtpClock(1_700_000_000_000_000_000L).ntpAt(sentNanos));
        assertThat(camera.feedback.blocks)
                .contains(new ReceivedFeedback.Block(VIDEO_SSRC, 0, 2, middle))
                .anyMatch(block -> block.fractionLost() > 0);
        assertThat(camera.feedback.estimates).isEmpty();
        camera.peer.run(1_000);
        assertThat(camera.media.stats().lost()).isEqualTo(2);
    }

    @Test
    void estimateIsSentEachSecondWhereNegotiated() {
        both.frame(0, true);
        both.deltas(1, 120);

        assertThat(both.feedback.estimates).hasSizeBetween(3, 6);
        assertThat(both.feedback.estimates.getFirst()).isGreaterThanOrEqualTo(1_000_000L);
    }

    @Test
    void reportsCoverBothStreams() {
        both.frame(0, true);
        both.audio(0);
        both.peer.run(1_500);

        assertThat(both.feedback.blocks)
                .extracting(ReceivedFeedback.Block::ssrc)
                .contains(VIDEO_SSRC, AUDIO_SSRC);
    }

    @Test
    void packetsOfUnknownTypeOrMediaSectionAreIgnored() {
        TrackConsumer track = both.track("0.avc3");
        both.frame(0, true);
        stranger(100, new HeaderExtensions(1, "0", 0, 0));
        stranger(96, new HeaderExtensions(1, "9", 0, 0));
        stranger(111, new HeaderExtensions(1, "0", 0, 0));
        both.frame(1, false);
        both.peer.run(300);

        assertThat(numbers(track)).containsExactly(0, 1);
        assertThat(both.feedback.nacks).isEmpty();
        assertThat(numbers(both.track("0.opus"))).isEmpty();
    }

    private void stranger(int payloadType, HeaderExtensions extensions) {
        new RtpSendStream(
                        new SendSettings(
                                new SendSettings.Stream(VIDEO_SSRC, payloadType, 400),
                                Optional.empty(),
                                extensions,
                                16,
                                0),
                        new TransportSequence(0))
                .send(Frames.numbered(1, 1, 50), 0, both.loop.nowNanos(), both);
    }

    @Test
    void foreignBytesNeverThrow() {
        Random random = new Random(3);
        both.frame(0, true);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
                bytes[1] = (byte) List.of(96, 97, 111, 200, 205).get(i % 5).intValue();
            }
            both.media.rtp(bytes, 0, bytes.length, both.loop.nowNanos());
            both.media.rtcp(bytes, 0, bytes.length, both.loop.nowNanos());
            both.peer.run(1);
        }
        assertThat(both.peer.ends()).isEmpty();
    }

    @Test
    void politeEndFinishesTheBroadcast() {
        TrackConsumer track = both.track("0.opus");
        both.audio(0);
        both.media.closed(new PeerEnd(PeerEnd.Reason.CLOSED_BY_PEER, "bye"));

        assertThat(numbers(track)).containsExactly(0);
        assertThat(track.pollFrame()).isInstanceOf(Poll.Finished.class);
        assertThat(both.origin.broadcast("live")).isEmpty();
    }

    @Test
    void vanishedPublisherAbortsTheBroadcast() {
        TrackConsumer track = both.track("0.opus");
        both.media.closed(new PeerEnd(PeerEnd.Reason.VANISHED, "silent for 10 s"));

        assertThat(track.pollFrame())
                .isEqualTo(new Poll.Aborted<>(AbortReason.DROPPED.withText("silent for 10 s")));
    }

    @Test
    void publisherThatNeverConnectedHasNothingToSayOrToEnd() {
        IngestMedia idle =
                new IngestMedia(
                        new IngestSettings(List.of(video(ALL)), 77, "test", IngestContainer.LEGACY),
                        _ -> {
                            throw new AssertionError("opened without media");
                        });
        assertThat(idle.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        idle.requestKeyframe(0);
        idle.closed(new PeerEnd(PeerEnd.Reason.NEVER_CONNECTED, "no path"));

        assertThat(idle.status(0)).isEmpty();
        assertThat(idle.stats()).isEqualTo(IngestMedia.Stats.NONE);
    }
}
