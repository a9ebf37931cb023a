package org.moqgateway.codecs.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.codecs.h265.Nals.DELTA;
import static org.moqgateway.codecs.h265.Nals.IDR;
import static org.moqgateway.codecs.h265.Nals.PPS;
import static org.moqgateway.codecs.h265.Nals.SPS_720P;
import static org.moqgateway.codecs.h265.Nals.VPS;
import static org.moqgateway.codecs.h265.Nals.annexB;
import static org.moqgateway.codecs.h265.Nals.pps;
import static org.moqgateway.codecs.h265.Nals.slice;
import static org.moqgateway.codecs.h265.Nals.sps;
import static org.moqgateway.codecs.h265.Nals.vps;

import java.util.Arrays;
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

class H265ParameterSetCacheTest {
    private final Feed feed = new Feed(new H265Depacketizer());

    @Test
    void insertsParameterSetsThatCameAtAnEarlierTimeInTheirOrder() {
        feed.lastPacket(1, PPS).lastPacket(2, SPS_720P).lastPacket(3, VPS).lastPacket(4, IDR);

        assertThat(payloads()).containsExactly(annexB(VPS, SPS_720P, PPS, IDR));
        assertThat(feed.sink.drops()).isEmpty();
    }

    @Test
    void insertsParameterSetsBeforeEveryKeyframeThatLacksThem() {
        begin();
        feed.lastPacket(2, DELTA).lastPacket(3, IDR).lastPacket(4, Nals.CRA);

        assertThat(payloads())
                .containsExactly(
                        annexB(VPS, SPS_720P, PPS, IDR),
                        annexB(DELTA),
                        annexB(VPS, SPS_720P, PPS, IDR),
                        annexB(VPS, SPS_720P, PPS, Nals.CRA));
    }

    @Test
    void writesThemOnceWhenTheKeyframeHasThem() {
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS);
        begin();

        assertThat(payloads()).containsExactly(annexB(VPS, SPS_720P, PPS, IDR));
    }

    @Test
    void dropsKeyframeWhenALossTookTheSetsThatKeyframesBring() {
        begin();
        feed.gap().lastPacket(2, IDR);
        feed.packet(3, VPS).packet(3, SPS_720P).gap().lastPacket(3, IDR);
        feed.lastPacket(4, IDR);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.FRAMES_LOST, 2),
                        new Drop(DropReason.PACKET_LOST, 2),
                        new Drop(DropReason.PACKET_LOST, 3));
        assertThat(payloads().getLast()).isEqualTo(annexB(VPS, SPS_720P, PPS, IDR));
    }

    @Test
    void replacesSupersededParameterSets() {
        byte[] old = sps(0, 0, 320, 240);
        byte[] changed = sps(0, 0, 640, 480);
        feed.packet(1, VPS).packet(1, old).packet(1, PPS).lastPacket(1, IDR);
        feed.packet(2, changed).lastPacket(3, IDR).lastPacket(4, IDR);

        assertThat(payloads())
                .containsExactly(
                        annexB(VPS, old, PPS, IDR),
                        annexB(VPS, changed, PPS, IDR),
                        annexB(VPS, changed, PPS, IDR));
    }

    @Test
    void insertsOnlyWhatTheSequenceOfTheKeyframeNeeds() {
        byte[] one = slice(Nals.IDR_N_LP, true, 9, new byte[] {1});
        feed.packet(1, vps(0)).packet(1, vps(2));
        feed.packet(1, sps(0, 0, 320, 240)).packet(1, sps(3, 2, 640, 480));
        feed.packet(1, pps(0, 0)).packet(1, pps(8, 3)).packet(1, pps(9, 3)).lastPacket(1, one);
        feed.lastPacket(2, one).lastPacket(3, IDR);

        assertThat(payloads().get(1))
                .isEqualTo(annexB(vps(2), sps(3, 2, 640, 480), pps(8, 3), pps(9, 3), one));
        assertThat(payloads().get(2))
                .isEqualTo(annexB(vps(0), sps(0, 0, 320, 240), pps(0, 0), IDR));
    }

    @Test
    void passesOnParameterSetsThatChangeBetweenKeyframesOnce() {
        byte[] changed = CommentedHex.bytes("4401 c073c188");
        begin();
        feed.packet(2, PPS).lastPacket(2, DELTA);
        feed.lastPacket(3, changed).lastPacket(4, DELTA).lastPacket(5, DELTA);

        assertThat(payloads().subList(1, 4))
                .containsExactly(annexB(DELTA), annexB(changed, DELTA), annexB(DELTA));
    }

    @Test
    void dropsKeyframesUntilEveryParameterSetCame() {
        feed.lastPacket(1, IDR);
        feed.packet(2, PPS).lastPacket(2, IDR);
        feed.packet(3, SPS_720P).lastPacket(3, IDR);
        feed.packet(4, VPS).lastPacket(4, IDR);

        assertThat(feed.sink.drops())
                .containsExactly(
                        new Drop(DropReason.MISSING_PARAMETER_SETS, 1),
                        new Drop(DropReason.MISSING_PARAMETER_SETS, 2),
                        new Drop(DropReason.MISSING_PARAMETER_SETS, 3));
        assertThat(payloads()).containsExactly(annexB(VPS, SPS_720P, PPS, IDR));
    }

    @Test
    void dropsParameterSetsThatCannotBeParsedAndKeepsTheOldOnes() {
        begin();
        feed.packet(2, Arrays.copyOf(VPS, 8)).packet(2, Arrays.copyOf(SPS_720P, 20));
        feed.packet(2, CommentedHex.bytes("440100")).lastPacket(2, IDR);

        assertThat(feed.sink.drops())
                .hasSize(3)
                .containsOnly(new Drop(DropReason.MALFORMED_PARAMETER_SET, 2));
        assertThat(payloads().getLast()).isEqualTo(annexB(VPS, SPS_720P, PPS, IDR));
    }

    @Test
    void boundsTheBytesOfAllParameterSets() {
        for (int id = 0; id < 64; id++) {
            byte[] padded = Arrays.copyOf(pps(id, 0), 2000);
            padded[1999] = 1;
            feed.packet(1, padded);
        }

        assertThat(feed.sink.drops()).hasSize(64 - 32);
        assertThat(feed.sink.reasons()).containsOnly(DropReason.MALFORMED_PARAMETER_SET);
    }

    @Test
    void reassemblesFragmentedParameterSets() {
        byte[] start = CommentedHex.bytes("6201 a2 c073");
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, start);
        feed.packet(1, CommentedHex.bytes("6201 62 c189")).lastPacket(1, IDR);

        assertThat(payloads()).containsExactly(annexB(VPS, SPS_720P, PPS, IDR));
    }

    @Test
    void changesTheConfigurationRightBeforeTheKeyframeThatNeedsIt() {
        VideoConfig full = config("hev1.1.6.L93.90", 1280, 720, OptionalDouble.of(30));
        VideoConfig small = config("hev1.1.6.L93.90", 320, 240, OptionalDouble.empty());
        VideoDepacketizer depacketizer = feed.depacketizer;
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS);
        assertThat(depacketizer.config()).isEmpty();
        feed.lastPacket(1, IDR);
        assertThat(depacketizer.config()).contains(full);

        feed.packet(2, sps(0, 0, 320, 240)).lastPacket(2, DELTA);
        assertThat(depacketizer.config()).contains(full);

        ConfigAtFrame seen = new ConfigAtFrame(depacketizer);
        RtpPayload payload = new RtpPayload().bytes(IDR, 0, IDR.length).header(3, true, false);
        depacketizer.push(payload, seen);
        assertThat(seen.config).contains(small);
    }

    private static VideoConfig config(String codec, int width, int height, OptionalDouble rate) {
        return new VideoConfig(codec, width, height, rate, SampleFormat.YUV_420_8);
    }

    private void begin() {
        feed.packet(1, VPS).packet(1, SPS_720P).packet(1, PPS).lastPacket(1, IDR);
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
