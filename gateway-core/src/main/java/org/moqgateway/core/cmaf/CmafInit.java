package org.moqgateway.core.cmaf;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jcodec.containers.mp4.boxes.Header;
import org.jcodec.containers.mp4.boxes.MediaHeaderBox;
import org.jspecify.annotations.Nullable;

/// What the initialization segment of a rendition says (`ftyp` and `moov`, ISO/IEC 14496-12
/// §8): the clock, the defaults of the fragments, and how to configure a decoder. A segment has
/// one track; of several the first counts.
public final class CmafInit {
    private static final int MOOV = BoxCursor.type("moov");
    private static final int TRAK = BoxCursor.type("trak");
    private static final int MDIA = BoxCursor.type("mdia");
    private static final int MDHD = BoxCursor.type("mdhd");
    private static final int MINF = BoxCursor.type("minf");
    private static final int STBL = BoxCursor.type("stbl");
    private static final int STSD = BoxCursor.type("stsd");
    private static final int MVEX = BoxCursor.type("mvex");
    private static final int TREX = BoxCursor.type("trex");

    /// Version, flags and the number of entries, before the entries of `stsd`.
    private static final int STSD_HEADER_BYTES = 8;

    private final long timescale;
    private final SampleDefaults defaults;
    private final byte @Nullable [] description;

    private CmafInit(long timescale, SampleDefaults defaults, byte @Nullable [] description) {
        this.timescale = timescale;
        this.defaults = defaults;
        this.description = description;
    }

    /// Reads a segment. Never throws for what the bytes hold.
    ///
    /// @return empty when it has no track with a clock and a sample entry
    public static Optional<CmafInit> parse(byte[] segment) {
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        BoxCursor top = new BoxCursor(bytes, 0, segment.length);
        if (!top.find(MOOV)) {
            return Optional.empty();
        }
        BoxCursor track = top.children(0);
        BoxCursor media = track.find(TRAK) ? track.children(0) : null;
        if (media == null || !media.find(MDIA)) {
            return Optional.empty();
        }
        long timescale = timescale(media);
        BoxCursor entry = sampleEntry(media);
        if (timescale <= 0 || entry == null) {
            return Optional.empty();
        }
        byte[] description = SampleEntryConfiguration.read(bytes, entry);
        return Optional.of(new CmafInit(timescale, defaults(top), description));
    }

    private static long timescale(BoxCursor media) {
        BoxCursor header = media.children(0);
        if (!header.find(MDHD)) {
            return 0;
        }
        MediaHeaderBox box = new MediaHeaderBox(Header.createHeader("mdhd", 0));
        try {
            box.parse(header.content());
        } catch (RuntimeException e) {
            // The library's word for bytes that it cannot read.
            return 0;
        }
        return box.getTimescale() & 0xffffffffL;
    }

    private static @Nullable BoxCursor sampleEntry(BoxCursor media) {
        BoxCursor information = media.children(0);
        if (!information.find(MINF)) {
            return null;
        }
        BoxCursor table = information.children(0);
        if (!table.find(STBL)) {
            return null;
        }
        BoxCursor descriptions = table.children(0);
        if (!descriptions.find(STSD)) {
            return null;
        }
        BoxCursor entries = descriptions.children(STSD_HEADER_BYTES);
        return entries.next() ? entries : null;
    }

    private static SampleDefaults defaults(BoxCursor movie) {
        BoxCursor extension = movie.children(0);
        if (!extension.find(MVEX)) {
            return SampleDefaults.NONE;
        }
        BoxCursor track = extension.children(0);
        return track.find(TREX)
                ? SampleDefaults.ofTrackExtends(track.content())
                : SampleDefaults.NONE;
    }

    /// Ticks per second, at least 1.
    long timescale() {
        return timescale;
    }

    SampleDefaults defaults() {
        return defaults;
    }

    /// What a decoder needs beside the samples: the body of `avcC` or `hvcC`, or the
    /// AudioSpecificConfig of AAC. Empty for other codecs. The caller must not modify it.
    public Optional<byte[]> description() {
        return Optional.ofNullable(description);
    }
}
