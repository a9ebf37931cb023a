package org.moqgateway.codecs.av1;

import java.util.Arrays;
import org.moqgateway.codecs.LayerFilter;
import org.moqgateway.codecs.LayerLimit;

/// Takes the layers above a limit out of stored AV1 temporal units (AV1 §6.2.3, §7.3.1).
///
/// An OBU with extension header goes when its spatial or temporal id is above the limit;
/// sequence headers and OBUs without extension stay. A lower limit takes effect with the next
/// temporal unit, since no layer needs a higher one. A higher limit waits for the next
/// keyframe: the frames themselves do not tell where a layer may be joined.
///
/// The sequence header passes unchanged, so that its first operating point still names every
/// layer: a decoder shows the highest spatial layer that a temporal unit has.
///
/// Thread rule: confined to one thread.
public final class Av1LayerFilter implements LayerFilter {
    private static final byte[] NOTHING = {};

    private final ObuReader reader = new ObuReader();
    private LayerLimit wanted;
    private int spatial;
    private int temporal;

    /// Creates a filter whose limit holds from the first frame on.
    public Av1LayerFilter(LayerLimit limit) {
        wanted = limit;
        spatial = limit.spatial();
        temporal = limit.temporal();
    }

    /// Wants other layers from now on.
    public void limit(LayerLimit limit) {
        wanted = limit;
    }

    @Override
    public byte[] filter(byte[] frame, int offset, int length, boolean keyframe) {
        reader.reset(frame, offset, length);
        spatial = keyframe ? wanted.spatial() : Math.min(spatial, wanted.spatial());
        temporal = keyframe ? wanted.temporal() : Math.min(temporal, wanted.temporal());
        int kept = 0;
        boolean taken = false;
        boolean picture = false;
        while (reader.next()) {
            if (aboveLimit()) {
                taken = true;
            } else {
                kept += reader.end() - reader.start();
                picture |= picture(reader.type());
            }
        }
        boolean understood = !reader.malformed();
        byte[] rest;
        if (!taken || !understood) {
            boolean whole = offset == 0 && length == frame.length;
            rest = whole ? frame : Arrays.copyOfRange(frame, offset, offset + length);
        } else {
            rest = picture ? copyKept(frame, offset, length, kept) : NOTHING;
        }
        reader.release();
        return rest;
    }

    private boolean aboveLimit() {
        if (!ObuHeader.hasExtension(reader.header())
                || reader.type() == ObuType.SEQUENCE_HEADER
                || reader.type() == ObuType.TEMPORAL_DELIMITER) {
            return false;
        }
        int extension = reader.extension();
        return ObuHeader.spatialId(extension) > spatial
                || ObuHeader.temporalId(extension) > temporal;
    }

    private static boolean picture(ObuType type) {
        return switch (type) {
            case FRAME, FRAME_HEADER -> true;
            case SEQUENCE_HEADER,
                    TEMPORAL_DELIMITER,
                    TILE_GROUP,
                    METADATA,
                    REDUNDANT_FRAME_HEADER,
                    TILE_LIST,
                    PADDING,
                    RESERVED ->
                    false;
        };
    }

    private byte[] copyKept(byte[] frame, int offset, int length, int kept) {
        byte[] rest = new byte[kept];
        int to = 0;
        reader.reset(frame, offset, length);
        while (reader.next()) {
            if (!aboveLimit()) {
                int bytes = reader.end() - reader.start();
                System.arraycopy(frame, reader.start(), rest, to, bytes);
                to += bytes;
            }
        }
        return rest;
    }
}
