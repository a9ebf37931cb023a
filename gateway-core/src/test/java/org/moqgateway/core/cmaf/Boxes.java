package org.moqgateway.core.cmaf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Builds boxes for tests.
final class Boxes {
    private Boxes() {}

    /// A box of hexadecimal digits, in which white space is for people.
    static byte[] box(String type, String hex) {
        return box(type, hex(hex));
    }

    /// A box of others.
    static byte[] box(String type, byte[]... content) {
        byte[] body = join(content);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .put(type.getBytes(US_ASCII))
                .put(body)
                .array();
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    /// A segment of one track.
    ///
    /// @param mdhd body of the media header
    /// @param entry the sample entry
    /// @param trex body of the track's defaults, or none when empty
    static byte[] init(String mdhd, byte[] entry, String trex) {
        byte[] stsd = box("stsd", hex("00000000 00000001"), entry);
        byte[] mdia = box("mdia", box("mdhd", mdhd), box("minf", box("vmhd"), box("stbl", stsd)));
        byte[] mvex = trex.isEmpty() ? new byte[0] : box("mvex", box("trex", trex));
        return join(
                box("ftyp", "69736f36 00000200"),
                box("moov", box("mvhd", "00"), box("trak", box("tkhd", "00"), mdia), mvex));
    }

    /// A visual sample entry.
    static byte[] visual(String type, byte[]... boxes) {
        return box(type, new byte[78], join(boxes));
    }

    /// A media header of version 0.
    static String clock(int timescale) {
        return "00000000 00000000 00000000 "
                + HexFormat.of().toHexDigits(timescale)
                + " 00000000 55c40000";
    }

    /// A fragment whose movie fragment has one track.
    static byte[] fragment(byte[] mdat, byte[]... trackBoxes) {
        return join(
                box("moof", box("mfhd", "00000000 00000001"), box("traf", join(trackBoxes))),
                box("mdat", mdat));
    }
}
