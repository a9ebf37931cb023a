package org.moqgateway.codecs.nal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Streams that encoders wrote, 30 frames of 96x64 of FFmpeg's `testsrc2`, each behind an
/// access unit delimiter. Made by FFmpeg 9.0.2 with libx264, libx265 and libkvazaar for these
/// tests.
public final class RealStream {
    private RealStream() {}

    /// The frames of a stream, their delimiters included.
    ///
    /// @param owner a class of the package that the stream belongs to
    /// @param name of the file in the folder `streams`
    /// @param delimiter the first byte of an access unit delimiter
    public static List<byte[]> frames(Class<?> owner, String name, int delimiter) {
        byte[] stream = read(owner, name);
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

    private static byte[] read(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream("streams/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The NAL units of a byte stream.
    public static List<byte[]> nals(byte[] stream) {
        List<byte[]> nals = new ArrayList<>();
        AnnexBReader reader = new AnnexBReader().reset(stream, 0, stream.length);
        while (reader.next()) {
            int from = reader.nalOffset();
            nals.add(Arrays.copyOfRange(stream, from, from + reader.nalLength()));
        }
        return nals;
    }
}
