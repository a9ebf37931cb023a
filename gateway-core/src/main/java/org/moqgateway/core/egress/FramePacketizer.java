package org.moqgateway.core.egress;

import java.util.HexFormat;
import java.util.Optional;
import org.moqgateway.codecs.PacketizedFrame;
import org.moqgateway.codecs.Packetizer;
import org.moqgateway.codecs.h264.AvcConfiguration;
import org.moqgateway.codecs.h264.H264Packetizer;
import org.moqgateway.codecs.opus.OpusPacketizer;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.negotiation.RtpCodec;

/// Makes RTP payloads of the frames of one rendition. Confined to one thread.
@FunctionalInterface
interface FramePacketizer {
    /// Most payload bytes of an RTP packet: with SRTP, extensions and RTX it stays within 1200
    /// bytes of UDP payload, which every path carries.
    int MAX_PAYLOAD_BYTES = 1150;

    /// Cuts one frame.
    ///
    /// @param bytes the array that holds the codec's bytes, only read
    /// @param offset where they begin
    /// @param length how many there are
    /// @param beginsGroup whether a decoder can begin with this frame
    /// @return the payloads; none when there is nothing that can be sent
    PacketizedFrame packetize(byte[] bytes, int offset, int length, boolean beginsGroup);

    /// What a rendition needs.
    ///
    /// @return empty when its frames cannot be sent over RTP
    static Optional<FramePacketizer> of(RtpCodec codec, RenditionCommon rendition) {
        String description = rendition.descriptionHex();
        return switch (codec) {
            case H264 ->
                    description == null || description.isEmpty()
                            ? Optional.of(plain(new H264Packetizer()))
                            : AvcConfiguration.parse(HexFormat.of().parseHex(description))
                                    .map(FramePacketizer::avc);
            case OPUS -> Optional.of(plain(new OpusPacketizer()));
            case H265, VP8, VP9, AV1, PCMU, PCMA, G722 -> Optional.empty();
        };
    }

    private static FramePacketizer plain(Packetizer packetizer) {
        return (bytes, offset, length, _) ->
                packetizer.packetize(bytes, offset, length, MAX_PAYLOAD_BYTES);
    }

    /// H.264 as MP4 has it: lengths instead of start codes, parameter sets beside the frames.
    private static FramePacketizer avc(AvcConfiguration configuration) {
        H264Packetizer packetizer = new H264Packetizer();
        return (bytes, offset, length, beginsGroup) -> {
            byte[] stream = configuration.toAnnexB(bytes, offset, length, beginsGroup);
            return packetizer.packetize(stream, 0, stream.length, MAX_PAYLOAD_BYTES);
        };
    }
}
