package org.moqgateway.codecs.nal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Parameter sets of one kind on their way into or out of a decoder configuration record
/// (ISO/IEC 14496-15), in which each stands after its length in two bytes.
///
/// Thread rule: confined to one thread.
public final class NalCollection {
    private static final int LARGEST = 0xffff;

    private final List<byte[]> nals = new ArrayList<>();

    /// Creates an empty collection.
    public NalCollection() {}

    /// Collects different NAL units of a byte stream, those that a record can hold.
    ///
    /// @param frame the array that holds the byte stream, only read
    /// @throws IndexOutOfBoundsException when the range does not lie in the array
    public static NalCollection ofAnnexB(
            byte[] frame, int offset, int length, LengthFraming.Filter filter) {
        NalCollection collection = new NalCollection();
        AnnexBReader reader = new AnnexBReader().reset(frame, offset, length);
        while (reader.next()) {
            int from = reader.nalOffset();
            int size = reader.nalLength();
            if (size <= LARGEST && filter.keeps(frame[from])) {
                collection.addIfNew(Arrays.copyOfRange(frame, from, from + size));
            }
        }
        return collection;
    }

    private void addIfNew(byte[] nal) {
        if (nals.stream().noneMatch(known -> Arrays.equals(known, nal))) {
            nals.add(nal);
        }
    }

    /// Reads NAL units of a record, each after its length.
    ///
    /// @return where they end, or -1 when one is empty or goes beyond the end
    public int read(byte[] record, int from, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at + 2 > record.length) {
                return -1;
            }
            int length = ((record[at] & 0xff) << 8) | (record[at + 1] & 0xff);
            at += 2;
            if (length == 0 || length > record.length - at) {
                return -1;
            }
            nals.add(Arrays.copyOfRange(record, at, at + length));
            at += length;
        }
        return at;
    }

    /// Writes every NAL unit after its length.
    public void write(ByteArrayOutputStream record) {
        for (byte[] nal : nals) {
            record.write(nal.length >> 8);
            record.write(nal.length);
            record.writeBytes(nal);
        }
    }

    /// The NAL units as a byte stream with start codes of four bytes.
    public byte[] annexB() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            stream.writeBytes(new byte[] {0, 0, 0, 1});
            stream.writeBytes(nal);
        }
        return stream.toByteArray();
    }

    /// The NAL units in order; nobody modifies them.
    public List<byte[]> nals() {
        return List.copyOf(nals);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return nals.isEmpty();
    }
}
