package org.moqgateway.core.ingest;

import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.av1.Av1Depacketizer;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h265.H265Depacketizer;
import org.moqgateway.codecs.opus.OpusDepacketizer;
import org.moqgateway.codecs.vp8.Vp8Depacketizer;
import org.moqgateway.core.negotiation.NegotiatedMedia;

/// Makes the sections of a publisher: what takes the payloads of the negotiated codec apart, and the
/// track that its frames go to.
final class IngestSections {
    private IngestSections() {}

    static IngestSection section(NegotiatedMedia media, IngestBroadcast broadcast) {
        return switch (media.codec().codec()) {
            case H264 -> video(media, "avc3", new H264Depacketizer(), broadcast);
            case H265 -> video(media, "hev1", new H265Depacketizer(), broadcast);
            case VP8 -> video(media, "vp8", new Vp8Depacketizer(), broadcast);
            case VP9 -> throw new IllegalStateException("XXX");
            case AV1 -> video(media, "av1", new Av1Depacketizer(), broadcast);
            case OPUS ->
                    audio(media, new OpusDepacketizer(), media.codec().channels(), broadcast);
            case PCMU, PCMA, G722 -> throw new IllegalStateException("XXX");
        };
    }

    private static IngestSection video(
            NegotiatedMedia media,
            String suffix,
            VideoDepacketizer depacketizer,
            IngestBroadcast broadcast) {
        return new IngestSection(
                media, depacketizer, broadcast.addVideo(suffix, depacketizer::config));
    }

    private static IngestSection audio(
            NegotiatedMedia media,
            Depacketizer depacketizer,
            int channels,
            IngestBroadcast broadcast) {
        return new IngestSection(media, depacketizer, broadcast.addOpus(channels));
    }
}
