package org.moqgateway.core.cmaf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A fragmented MP4 file of the test resources, cut as a publisher would cut it. The files were
/// made with FFmpeg 8.0.1 (`testsrc` 64x48 at 25 frames/s by OpenH264 with a keyframe every
/// third frame, or `sine` by its AAC encoder).
public final class Mp4File {
    /// Three samples in each of two fragments, offsets from `moof`.
    public static final String AVC_3_SAMPLES = "avc-3-samples.mp4";

    /// One sample in each fragment, offsets from the file's begin.
    public static final String AVC_BASE_DATA_OFFSET = "avc-base-data-offset.mp4";

    /// One AAC frame in each fragment.
    public static final String AAC = "aac.mp4";

    private static final int MOOF = 0x6d6f6f66;
    private static final int MDAT = 0x6d646174;

    private final byte[] init;
    private final List<byte[]> fragments;

    private Mp4File(byte[] init, List<byte[]> fragments) {
        this.init = init;
        this.fragments = fragments;
    }

    /// `ftyp` and `moov`.
    public byte[] init() {
        return init;
    }

    /// `moof` and `mdat` each.
    public List<byte[]> fragments() {
        return fragments;
    }

    /// Reads and cuts a file.
    public static Mp4File read(String name) {
        try (InputStream in = Mp4File.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is missing");
            }
            return cut(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mp4File cut(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        byte[] init = {};
        List<byte[]> fragments = new ArrayList<>();
        int moof = 0;
        for (int at = 0; at < file.length; at += bytes.getInt(at)) {
            int type = bytes.getInt(at + 4);
            if (type == MOOF) {
                moof = at;
                init = init.length == 0 ? Arrays.copyOf(file, at) : init;
            } else if (type == MDAT) {
                fragments.add(Arrays.copyOfRange(file, moof, at + bytes.getInt(at)));
            }
        }
        return new Mp4File(init, fragments);
    }
}
