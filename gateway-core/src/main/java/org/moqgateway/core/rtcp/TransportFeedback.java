package org.moqgateway.core.rtcp;

import org.moqgateway.core.rtp.BigEndian;

/// A view of one transport-wide feedback message
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1):
///
/// ```text
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|  FMT=15 |    PT=205     |           length              |
/// |                     SSRC of packet sender                     |
/// |                      SSRC of media source                     |
/// |      base sequence number     |      packet status count      |
/// |                 reference time                | fb pkt. count |
/// |          packet chunk         |         packet chunk          |
/// |              ...              |  recv delta   |  recv delta   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///
/// run length     |0| S |      run length 13    |   one symbol many times
/// status vector  |1|0|  14 symbols of 1 bit    |   not received, small delta
/// status vector  |1|1|  7 symbols of 2 bits    |
/// ```
///
/// Symbols: 0 not received, 1 delta of 8 bits, 2 delta of 16 signed bits, 3 reserved (refused). The
/// reference time counts 64 ms, the deltas 250 µs. Lent by [RtcpReader]. Not thread-safe.
public final class TransportFeedback {
    static final int HEADER_BYTES = 20;
    static final int TICK_US = 250;
    static final int TICKS_PER_REFERENCE = 256;
    static final int NOT_RECEIVED = 0;
    static final int SMALL_DELTA = 1;
    static final int LARGE_DELTA = 2;

    /// A run-length chunk lets 2 bytes claim 8191 packets: more than this in one message is
    /// refused, since reading it would cost far more than sending it.
    static final int MAX_STATUSES = 8192;

    private byte[] buffer = new byte[HEADER_BYTES];
    private int offset;
    private int deltaOffset = HEADER_BYTES;
    private int receivedCount;

    /// Receives the packets of one feedback message in sequence order.
    public interface Visitor {
        /// A packet that arrived at `arrivalUs` of the receiver's clock, which wraps after 12 days.
        void received(int transportSequenceNumber, long arrivalUs);

        /// A packet that has not arrived so far.
        void notReceived(int transportSequenceNumber);
    }

    /// Checks the whole message between `start` (its common header) and `end` (without padding).
    boolean wrap(byte[] bytes, int start, int end) {
        buffer = bytes;
        offset = start;
        receivedCount = 0;
        if (end - start < HEADER_BYTES || statusCount() == 0 || statusCount() > MAX_STATUSES) {
            return false;
        }
        int position = start + HEADER_BYTES;
        int deltaBytes = 0;
        for (int remaining = statusCount(); remaining > 0; position += 2) {
            if (position + 2 > end) {
                return false;
            }
            int chunk = BigEndian.u16(bytes, position);
            int symbols = Math.min(symbolsIn(chunk), remaining);
            remaining -= symbols;
            for (int i = 0; i < symbols; i++) {
                int symbol = symbol(chunk, i);
                if (symbol > LARGE_DELTA) {
                    return false;
                }
                deltaBytes += symbol;
                receivedCount += symbol == NOT_RECEIVED ? 0 : 1;
            }
        }
        deltaOffset = position;
        return deltaBytes <= end - position;
    }

    /// A vector chunk always holds 14 or 7, the surplus of the last one means nothing.
    private static int symbolsIn(int chunk) {
        if ((chunk & 0x8000) == 0) {
            return chunk & 0x1fff;
        }
        return (chunk & 0x4000) == 0 ? 14 : 7;
    }

    private static int symbol(int chunk, int index) {
        if ((chunk & 0x8000) == 0) {
            return (chunk >> 13) & 3;
        }
        return (chunk & 0x4000) == 0
                ? (chunk >> (13 - index)) & 1
                : (chunk >> (12 - 2 * index)) & 3;
    }

    /// First sequence number reported on, 0..65535.
    public int baseSequenceNumber() {
        return BigEndian.u16(buffer, offset + 12);
    }

    /// Packets reported on, 1..8192.
    public int statusCount() {
        return BigEndian.u16(buffer, offset + 14);
    }

    /// Of those, how many arrived.
    public int receivedCount() {
        return receivedCount;
    }

    /// Counter of feedback messages, 0..255, that shows the sender when one was lost.
    public int feedbackCount() {
        return BigEndian.u8(buffer, offset + 19);
    }

    /// Walks through every packet that the message reports on.
    public void forEach(Visitor visitor) {
        int sequenceNumber = baseSequenceNumber();
        int delta = deltaOffset;
        int referenceTime = BigEndian.u24(buffer, offset + 16) << 8 >> 8;
        long ticks = (long) referenceTime * TICKS_PER_REFERENCE;
        int position = offset + HEADER_BYTES;
        for (int remaining = statusCount(); remaining > 0; position += 2) {
            int chunk = BigEndian.u16(buffer, position);
            int symbols = Math.min(symbolsIn(chunk), remaining);
            remaining -= symbols;
            for (int i = 0; i < symbols; i++, sequenceNumber++) {
                int symbol = symbol(chunk, i);
                if (symbol == NOT_RECEIVED) {
                    visitor.notReceived(sequenceNumber & 0xffff);
                    continue;
                }
                ticks +=
                        symbol == SMALL_DELTA
                                ? BigEndian.u8(buffer, delta)
                                : (short) BigEndian.u16(buffer, delta);
                delta += symbol;
                visitor.received(sequenceNumber & 0xffff, ticks * TICK_US);
            }
        }
    }
}
