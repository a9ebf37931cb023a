package org.moqgateway.codecs.av1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Real streams, made by FFmpeg 8 of its own test pictures; the names tell encoder and
/// speciality.
///
///     -c:v libaom-av1 -usage realtime -g 12            aom-rt
///     -c:v libaom-av1 -lag-in-frames 19 -tiles 2x1     aom-arf-tiles
///     -c:v libaom-av1 -pix_fmt yuv420p10le (BT.2020)   hdr10-odd (321 x 179)
///     -c:v libaom-av1 -pix_fmt yuv444p, gray           444, gray
///     -c:v libaom-av1 -still-picture 1                 still
///     -c:v libsvtav1 -g 12                             svt
final class SampleStreams {
    static final List<String> NAMES =
            List.of("aom-rt", "aom-arf-tiles", "hdr10-odd", "444", "gray", "still", "svt");

    /// Two spatial and three temporal layers of 640 x 360, as Chromium 156 sends its fake
    /// camera with `scalabilityMode: "L2T3"`; taken from an encoded transform. 13 temporal
    /// units.
    static final String LAYERED = "svc-l2t3";

    private SampleStreams() {}

    /// The temporal units of a stream as they are stored, without temporal delimiter.
    static List<byte[]> temporalUnits(String name) {
        byte[] stream = read(name + ".obu");
        List<byte[]> units = new ArrayList<>();
        ObuReader reader = new ObuReader();
        reader.reset(stream, 0, stream.length);
        int begin = -1;
        while (reader.next()) {
            if (reader.type() == ObuType.TEMPORAL_DELIMITER) {
                if (begin >= 0) {
                    units.add(Arrays.copyOfRange(stream, begin, reader.start()));
                }
                begin = reader.end();
            }
        }
        units.add(Arrays.copyOfRange(stream, begin, stream.length));
        return units;
    }

    private static byte[] read(String file) {
        try (InputStream in = SampleStreams.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
