package org.moqgateway.core.everycodec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.moqgateway.codecs.nal.AnnexBReader;

/// Streams of 96x64 that encoders made of FFmpeg's `testsrc2`: libx264, libx265 and kvazaar with an
/// access unit delimiter before each frame, libvpx and libaom in IVF. Made for these tests.
public final class Streams {
    private static final int IVF_HEADER_BYTES = 32;
    private static final int IVF_FRAME_HEADER_BYTES = 12;

    private Streams() {}

    /// The frames of a stream in decoding order.
    public static List<byte[]> frames(String name) {
        byte[] stream = read(name);
        if (name.endsWith(".ivf")) {
            return ivf(stream);
        }
        return annexB(stream, name.endsWith(".h264") ? 0x09 : 35 << 1);
    }

    private static List<byte[]> ivf(byte[] stream) {
        ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> frames = new ArrayList<>();
        int at = IVF_HEADER_BYTES;
        while (at < stream.length) {
            int begin = at + IVF_FRAME_HEADER_BYTES;
            int end = begin + in.getInt(at);
            frames.add(Arrays.copyOfRange(stream, begin, end));
            at = end;
        }
        return frames;
    }

    private static List<byte[]> annexB(byte[] stream, int delimiter) {
        List<Integer> starts = new ArrayList<>();
        AnnexBReader reader = new AnnexBReader().reset(stream, 0, stream.length);
        while (reader.next()) {
            if (stream[reader.nalOffset()] == delimiter) {
                starts.add(reader.nalOffset() - 3);
            }
        }
        starts.add(stream.length);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            frames.add(Arrays.copyOfRange(stream, starts.get(i), starts.get(i + 1)));
        }
        return frames;
    }

    private static byte[] read(String name) {
        try (InputStream in = Streams.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
