package org.moqgateway.media.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/// Copies bytes into and out of memory that FFmpeg owns. The zeros behind them, which its readers
/// of bits may touch, are there.
final class NativeBytes {
    /// No options for a codec that is opened.
    static final AVDictionary NO_OPTIONS = new AVDictionary((Pointer) null);

    private NativeBytes() {}

    /// Gives a codec its configuration, which the context frees.
    static void extradata(AVCodecContext context, byte[] description) {
        if (description.length == 0) {
            return;
        }
        Pointer memory =
                avutil.av_mallocz(description.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE);
        if (memory == null) {
            return;
        }
        BytePointer bytes = new BytePointer(memory).capacity(description.length);
        bytes.put(description, 0, description.length);
        context.extradata(bytes);
        context.extradata_size(description.length);
    }

    /// Makes a packet of bytes.
    ///
    /// @return false when there is no memory for it
    static boolean fill(AVPacket packet, byte[] bytes, int offset, int length) {
        if (avcodec.av_new_packet(packet, length) < 0) {
            return false;
        }
        packet.data().capacity(length).put(bytes, offset, length);
        return true;
    }

    /// The bytes of a packet.
    static byte[] of(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().capacity(bytes.length).get(bytes, 0, bytes.length);
        return bytes;
    }
}
