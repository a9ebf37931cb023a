package org.moqgateway.core.streams;

import java.util.List;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.av1.Av1Depacketizer;
import org.moqgateway.codecs.av1.Av1Packetizer;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.h265.H265Depacketizer;
import org.moqgateway.codecs.h265.H265Packetizer;
import org.moqgateway.codecs.vp8.Vp8Depacketizer;
import org.moqgateway.codecs.vp8.Vp8Packetizer;
import org.moqgateway.codecs.vp9.Vp9Depacketizer;
import org.moqgateway.codecs.vp9.Vp9Packetizer;

/// A codec as the tests see it: its files, its payload format, and the one form in which its frames
/// leave the depacketizer.
enum StreamFormat {
    /// H.264 in Annex B.
    H264 {
        @Override
        Packetizer packetizer() {
            return new H264Packetizer();
        }

        @Override
        VideoDepacketizer depacketizer() {
            return new H264Depacketizer();
        }

        @Override
        StreamFile file() {
            return AnnexBFile.H264;
        }

        @Override
        List<String> muxerOptions() {
            return List.of("-bsf:v", "h264_metadata=aud=insert", "-f", "h264");
        }
    },
    /// H.265 in Annex B.
    H265 {
        @Override
        Packetizer packetizer() {
            return new H265Packetizer();
        }

        @Override
        VideoDepacketizer depacketizer() {
            return new H265Depacketizer();
        }

        @Override
        StreamFile file() {
            return AnnexBFile.H265;
        }

        @Override
        List<String> muxerOptions() {
            return List.of("-bsf:v", "hevc_metadata=aud=insert", "-f", "hevc");
        }
    },
    /// VP8 in IVF.
    VP8 {
        @Override
        Packetizer packetizer() {
            return new Vp8Packetizer();
        }

        @Override
        VideoDepacketizer depacketizer() {
            return new Vp8Depacketizer();
        }

        @Override
        StreamFile file() {
            return IvfFile.VP8;
        }
    },
    /// VP9 in IVF.
    VP9 {
        @Override
        Packetizer packetizer() {
            return new Vp9Packetizer();
        }

        @Override
        VideoDepacketizer depacketizer() {
            return new Vp9Depacketizer();
        }

        @Override
        StreamFile file() {
            return IvfFile.VP9;
        }
    },
    /// AV1 in IVF.
    AV1 {
        @Override
        Packetizer packetizer() {
            return new Av1Packetizer();
        }

        @Override
        VideoDepacketizer depacketizer() {
            return new Av1Depacketizer();
        }

        @Override
        StreamFile file() {
            return IvfFile.AV1;
        }

        @Override
        List<String> decoderOptions() {
            return List.of("-c:v", "libaom-av1"); // the other one wants a graphics card
        }
    };

    abstract Packetizer packetizer();

    abstract VideoDepacketizer depacketizer();

    /// How its files are read and written.
    abstract StreamFile file();

    /// How FFmpeg writes a file with frames that can be told apart.
    List<String> muxerOptions() {
        return List.of("-f", "ivf");
    }

    /// What FFmpeg needs to be told to decode it, empty when it knows by itself.
    List<String> decoderOptions() {
        return List.of();
    }
}
