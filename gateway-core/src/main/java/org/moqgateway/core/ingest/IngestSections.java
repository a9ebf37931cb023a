package org.moqgateway.core.ingest;

import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.av1.Av1Depacketizer;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h265.H265Depacketizer;
import org.moqgateway.codecs.opus.OpusDepacketizer;
import org.moqgateway.codecs.opus.RedDepacketizer;
import org.moqgateway.codecs.vp8.Vp8Depacketizer;
import org.moqgateway.codecs.vp9.Vp9Depacketizer;
import org.moqgateway.core.audio.AudioTranscoder;
import org.moqgateway.core.audio.TelephoneCodec;
import org.moqgateway.core.negotiation.NegotiatedMedia;

/// Makes the sections of a publisher: what takes the payloads of the negotiated codec apart,
/// and the track that its frames go to.
final class IngestSections {
    private IngestSections() {}

    static IngestSection section(NegotiatedMedia media, IngestBroadcast broadcast) {
        return switch (media.codec().codec()) {
            case H264 -> video(media, "avc3", new H264Depacketizer(), broadcast);
            case H265 -> video(media, "hev1", new H265Depacketizer(), broadcast);
            case VP8 -> video(media, "vp8", new Vp8Depacketizer(), broadcast);
            case VP9 -> video(media, "vp9", new Vp9Depacketizer(), broadcast);
            case AV1 -> video(media, "av1", new Av1Depacketizer(), broadcast);
            case OPUS -> opus(media, broadcast);
            case PCMU -> telephone(media, TelephoneCodec.PCMU, broadcast);
            case PCMA -> telephone(media, TelephoneCodec.PCMA, broadcast);
            case G722 -> telephone(media, TelephoneCodec.G722, broadcast);
        };
    }

    private static IngestSection video(
            NegotiatedMedia media,
            String suffix,
            VideoDepacketizer depacketizer,
            IngestBroadcast broadcast) {
        return new IngestSection(
                media, depacketizer, broadcast.continueVideo(suffix, depacketizer::config));
    }

    /// Sound of telephones, which is published as Opus of one channel.
    private static IngestSection telephone(
            NegotiatedMedia media, TelephoneCodec codec, IngestBroadcast broadcast) {
        AudioIngest track = broadcast.continueOpus(1);
        return new IngestSection(
                media,
                new AudioTranscoder(codec),
                new IngestSection.Track() {
                    @Override
                    public FrameOutcome frame(EncodedFrame frame, long arrivalNanos) {
                        return track.frame(frame, arrivalNanos);
                    }

                    @Override
                    public void senderReport(long ntpTimestamp, int rtpTimestamp) {
                        track.senderReport(
                                ntpTimestamp, AudioTranscoder.opusTimestamp(rtpTimestamp));
                    }
                });
    }

    private static IngestSection opus(NegotiatedMedia media, IngestBroadcast broadcast) {
        return new IngestSection(
                media,
                new OpusDepacketizer(),
                new RedDepacketizer(media.payloadType()),
                broadcast.continueOpus(media.codec().channels()));
    }
}
