package org.moqgateway.codecs.av1;

import java.util.Arrays;

/// Where a temporal unit is cut into payloads: a cut is an OBU and a position in it. Reusable.
///
/// Layers are kept apart where dependency descriptors tell of them (§5): a payload belongs to one
/// layer as a whole. Elsewhere a cut lies inside an OBU wherever that can be, one byte before its
/// end if need be: to a browser that is sent no descriptor, a payload that begins with an OBU is
/// the beginning of a frame, and a temporal unit of several layers or frames would reach its
/// decoder in pieces.
final class CutPlan {
    private static final int INITIAL = 64;
    private static final int RETAINED = 4096;
    private static final int HEADER_BYTES = 1;
    private static final int LARGEST_COUNT = 3;

    /// Less of an OBU than this does not begin in what is left of a payload.
    private static final int SMALLEST_BEGINNING = 4;

    private final ObuList obus;
    private int[] cutObus = new int[INITIAL];
    private int[] cutPositions = new int[INITIAL];
    private int payloads;
    private boolean layersApart;

    CutPlan(ObuList obus) {
        this.obus = obus;
    }

    /// Plans as few payloads of at most `limit` bytes as it can, of about equal size: a
    /// receiver's loss repair and the sender's pacing like that, and the kernel can segment
    /// them.
    ///
    /// @param apart whether layers are kept apart
    void balance(int limit, boolean apart) {
        layersApart = apart;
        plan(limit);
        if (payloads < 2) {
            return;
        }
        int fewest = payloads;
        int low = Math.ceilDiv(totalBytes(), fewest) - 1;
        int high = limit;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            plan(middle);
            if (payloads == fewest) {
                high = middle;
            } else {
                low = middle;
            }
        }
        plan(high);
    }

    private void plan(int limit) {
        payloads = 0;
        int obu = 0;
        int position = 0;
        cut(0, 0);
        while (obu < obus.count()) {
            int left = limit - HEADER_BYTES;
            int elements = 0;
            while (obu < obus.count() && (elements == 0 || mayShare(obu))) {
                elements++;
                int bytes = obus.bytes(obu) - position;
                int room = elements > LARGEST_COUNT ? left - Leb128.bytes(left) : left;
                if (bytes > room) {
                    if (elements == 1 || room >= SMALLEST_BEGINNING) {
                        position += room;
                    }
                    break;
                }
                left -= bytes + Leb128.bytes(bytes);
                position = 0;
                obu++;
                if (left <= 0) {
                    break;
                }
            }
            payloads++;
            cutInside(obu, position);
            obu = cutObus[payloads];
            position = cutPositions[payloads];
        }
    }

    /// OBUs of no layer go in front of a layer, which shares with nothing that follows it.
    private boolean mayShare(int obu) {
        int previous = obus.layer(obu - 1);
        boolean fits = !layersApart || previous == ObuList.NO_LAYER || previous == obus.layer(obu);
        return fits && !obus.sequenceHeader(obu);
    }

    private void cutInside(int obu, int position) {
        boolean between =
                !layersApart && position == 0 && obu < obus.count() && !obus.sequenceHeader(obu);
        int last = obu - 1;
        int begun = last == cutObus[payloads - 1] ? cutPositions[payloads - 1] : 0;
        if (between && obus.bytes(last) - begun > 1) {
            cut(last, obus.bytes(last) - 1);
        } else {
            cut(obu, position);
        }
    }

    private void cut(int obu, int position) {
        if (payloads == cutObus.length) {
            cutObus = Arrays.copyOf(cutObus, payloads * 2);
            cutPositions = Arrays.copyOf(cutPositions, payloads * 2);
        }
        cutObus[payloads] = obu;
        cutPositions[payloads] = position;
    }

    /// Keeps no scratch space that only an odd frame needs.
    void release() {
        if (cutObus.length > RETAINED) {
            cutObus = new int[INITIAL];
            cutPositions = new int[INITIAL];
        }
    }

    int payloads() {
        return payloads;
    }

    /// Bytes of all payloads, with their headers.
    int totalBytes() {
        int bytes = 0;
        for (int payload = 0; payload < payloads; payload++) {
            bytes += HEADER_BYTES;
            int count = elements(payload);
            for (int element = 0; element < count; element++) {
                int length = elementEnd(payload, element) - elementStart(payload, element);
                boolean sized = element < count - 1 || count > LARGEST_COUNT;
                bytes += length + (sized ? Leb128.bytes(length) : 0);
            }
        }
        return bytes;
    }

    /// OBU elements in a payload.
    int elements(int payload) {
        int last = cutObus[payload + 1] - (cutPositions[payload + 1] == 0 ? 1 : 0);
        return last - cutObus[payload] + 1;
    }

    int firstObu(int payload) {
        return cutObus[payload];
    }

    /// Whether a payload begins in the middle of an OBU; never the one behind the last.
    boolean startsInside(int payload) {
        return cutPositions[payload] > 0;
    }

    /// Where an element begins in its OBU.
    int elementStart(int payload, int element) {
        return element == 0 ? cutPositions[payload] : 0;
    }

    /// Where an element ends in its OBU.
    int elementEnd(int payload, int element) {
        int obu = cutObus[payload] + element;
        return obu == cutObus[payload + 1] ? cutPositions[payload + 1] : obus.bytes(obu);
    }
}
