package org.moqgateway.codecs.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.codecs.h264.Nals.DELTA;
import static org.moqgateway.codecs.h264.Nals.IDR;
import static org.moqgateway.codecs.h264.Nals.PPS;
import static org.moqgateway.codecs.h264.Nals.SPS_1080P;
import static org.moqgateway.codecs.h264.Nals.annexB;
import static org.moqgateway.codecs.h264.Nals.pps;
import static org.moqgateway.codecs.h264.Nals.slice;
import static org.moqgateway.codecs.h264.Nals.sps;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RecordingSink.Drop;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.codecs.SampleFormat;
import org.moqgateway.codecs.VideoConfig;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.nal.Feed;

class H264ParameterSetCacheTest {
    private final Feed feed = new Feed(new H264Depacketizer());

    @Test
    void insertsParameterSetsThatCameAtAnEarlierTime() {
        feed.lastPacket(1, SPS_1080P).lastPacket(2, PPS).lastPacket(3, IDR);

        assertThat(payloads()).containsExactly(annexB(SPS_1080P, PPS, IDR));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void insertsParameterSetsBeforeEveryKeyframeThatLacksThem() {
        feed.packet(1, SPS_1080P).packet(1, PPS).lastPacket(1, IDR);
        feed.lastPacket(2, DELTA).lastPacket(3, IDR);

        assertThat(payloads())
                .containsExactly(
                        annexB(SPS_1080P, PPS, IDR), annexB(DELTA), annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void writesThemOnceWhenTheKeyframeHasThem() {
        feed.packet(1, SPS_1080P).packet(1, PPS).packet(1, SPS_1080P).packet(1, PPS);
        feed.lastPacket(1, IDR);

        assertThat(payloads()).containsExactly(annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void insertsTheSequenceWhenOnlyThePictureParametersAreThere() {
        feed.packet(1, SPS_1080P).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, PPS).lastPacket(2, IDR);

        assertThat(payloads().getLast()).isEqualTo(annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void dropsKeyframeWhenALossTookTheSetsThatKeyframesBring() {
        byte[] small = sps(0, 20, 15);
        feed.packet(1, small).packet(1, PPS).lastPacket(1, IDR);
        feed.gap().lastPacket(2, IDR);
        feed.packet(3, SPS_1080P).gap().lastPacket(3, IDR);
        assertThat(payloads()).containsExactly(annexB(small, PPS, IDR));
        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.FRAMES_LOST, 2),
                        new Drop(DropReason.PACKET_LOST, 2),
                        new Drop(DropReason.PACKET_LOST, 3));

        feed.lastPacket(4, IDR).gap().lastPacket(5, IDR);

        assertThat(payloads().getLast()).isEqualTo(annexB(SPS_1080P, PPS, IDR));
        assertThat(feed.sink.frames()).hasSize(3);
    }

    @Test
    void replacesSupersededParameterSets() {
        byte[] old = sps(0, 20, 15);
        byte[] changed = sps(0, 40, 30);
        feed.packet(1, old).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, changed).lastPacket(3, IDR).lastPacket(4, IDR);

        assertThat(payloads())
                .containsExactly(
                        annexB(old, PPS, IDR),
                        annexB(changed, PPS, IDR),
                        annexB(changed, PPS, IDR));
    }

    @Test
    void insertsOnlyWhatTheSequenceOfTheKeyframeNeeds() {
        byte[] one = slice(5, 0, 9, new byte[] {1});
        feed.packet(1, sps(0, 20, 15)).packet(1, sps(3, 40, 30));
        feed.packet(1, pps(0, 0)).packet(1, pps(8, 3)).packet(1, pps(9, 3)).lastPacket(1, one);
        feed.lastPacket(2, one).lastPacket(3, IDR);

        assertThat(payloads().get(1)).isEqualTo(annexB(sps(3, 40, 30), pps(8, 3), pps(9, 3), one));
        assertThat(payloads().get(2)).isEqualTo(annexB(sps(0, 20, 15), pps(0, 0), IDR));
    }

    @Test
    void passesOnParameterSetsThatChangeBetweenKeyframesOnce() {
        byte[] changed = CommentedHex.bytes("68 ce 3c 40");
        feed.packet(1, SPS_1080P).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, PPS).lastPacket(2, DELTA);
        feed.lastPacket(3, changed).lastPacket(4, DELTA).lastPacket(5, DELTA);

        assertThat(payloads().subList(1, 4))
                .containsExactly(annexB(DELTA), annexB(changed, DELTA), annexB(DELTA));
    }

    @Test
    void passesOnAChangeAfterTheFrameThatBroughtItWasDropped() {
        byte[] changed = CommentedHex.bytes("68 ce 3c 40");
        feed.packet(1, SPS_1080P).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, changed).lastPacket(2, CommentedHex.bytes("7c 01 02"));
        feed.lastPacket(3, DELTA);

        assertThat(payloads().getLast()).isEqualTo(annexB(changed, DELTA));
    }

    @Test
    void dropsKeyframesUntilParameterSetsCome() {
        feed.lastPacket(1, IDR);
        feed.packet(2, SPS_1080P).lastPacket(2, IDR);
        feed.packet(3, pps(0, 1)).lastPacket(3, IDR);
        assertThat(feed.sink.frames()).isEmpty();
        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.MISSING_PARAMETER_SETS, 1),
                        new Drop(DropReason.MISSING_PARAMETER_SETS, 2),
                        new Drop(DropReason.MISSING_PARAMETER_SETS, 3));

        feed.packet(4, PPS).lastPacket(4, IDR);

        assertThat(payloads()).containsExactly(annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void dropsParameterSetsThatCannotBeParsedAndKeepsTheOldOnes() {
        feed.packet(1, SPS_1080P).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, CommentedHex.bytes("6742c028")).packet(2, CommentedHex.bytes("6800"));
        feed.lastPacket(2, IDR);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.MALFORMED_PARAMETER_SET, 2),
                        new Drop(DropReason.MALFORMED_PARAMETER_SET, 2));
        assertThat(payloads().getLast()).isEqualTo(annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void boundsTheBytesOfAllParameterSets() {
        for (int id = 0; id < 256; id++) {
            byte[] padded = Nals.concat(pps(id, 0), new byte[1000], new byte[] {1});
            feed.packet(1, padded);
        }

        assertThat(feed.sink.drops()).hasSize(256 - 65);
        assertThat(feed.sink.reasons()).containsOnly(DropReason.MALFORMED_PARAMETER_SET);
    }

    @Test
    void reassemblesFragmentedParameterSets() {
        feed.packet(1, CommentedHex.bytes("7c 87 42c028 8c680780"));
        feed.packet(1, CommentedHex.bytes("7c 47 227e5c0407844235"));
        feed.packet(1, PPS).lastPacket(1, IDR);

        assertThat(payloads()).containsExactly(annexB(SPS_1080P, PPS, IDR));
    }

    @Test
    void changesTheConfigurationRightBeforeTheKeyframeThatNeedsIt() {
        VideoConfig full =
                new VideoConfig(
                        "avc3.42c028", 1920, 1080, OptionalDouble.empty(), SampleFormat.YUV_420_8);
        VideoConfig small =
                new VideoConfig(
                        "avc3.42e01f", 320, 240, OptionalDouble.empty(), SampleFormat.YUV_420_8);
        VideoDepacketizer depacketizer = feed.depacketizer;
        feed.packet(1, SPS_1080P).packet(1, PPS);
        assertThat(depacketizer.config()).isEmpty();
        feed.lastPacket(1, IDR);
        assertThat(depacketizer.config()).contains(full);

        feed.packet(2, sps(0, 20, 15)).lastPacket(2, DELTA);
        assertThat(depacketizer.config()).contains(full);

        ConfigAtFrame seen = new ConfigAtFrame(depacketizer);
        RtpPayload payload = new RtpPayload().bytes(IDR, 0, IDR.length).header(3, true, false);
        depacketizer.push(payload, seen);
        assertThat(seen.config).contains(small);
    }

    private static final class ConfigAtFrame implements Depacketizer.Sink {
        private final VideoDepacketizer depacketizer;
        private Optional<VideoConfig> config = Optional.empty();

        ConfigAtFrame(VideoDepacketizer depacketizer) {
            this.depacketizer = depacketizer;
        }

        @Override
        public void frame(EncodedFrame frame) {
            config = depacketizer.config();
        }

        @Override
        public void dropped(DropReason reason, int rtpTimestamp) {}
    }

    private List<byte[]> payloads() {
        return feed.sink.frames().stream().map(EncodedFrame::payload).toList();
    }
}
