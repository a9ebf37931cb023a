package org.moqgateway.core.streams;

import java.util.List;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.VideoDepacketizer;
import org.moqgateway.codecs.h264.H264Depacketizer;
import org.moqgateway.codecs.h264.H264Packetizer;

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
    };

    abstract Packetizer packetizer();

    abstract VideoDepacketizer depacketizer();

    /// How its files are read and written.
    abstract StreamFile file();

    /// How FFmpeg writes a file with frames that can be told apart.
    abstract List<String> muxerOptions();

    /// What FFmpeg needs to be told to decode it, empty when it knows by itself.
    List<String> decoderOptions() {
        return List.of();
    }
}
