package org.moqgateway.core.rtcp;

import org.jspecify.annotations.Nullable;
import org.moqgateway.core.rtp.BigEndian;

/// Builds one [TransportFeedback] message: [#begin], [#received] in sequence order until it says
/// no, [#writeTo]. Reusable; not thread-safe.
public final class TransportFeedbackWriter {
    private static final int MAX_STATUSES = 2048;
    private static final int MAX_RUN = 0x1fff;

    private final byte[] symbols = new byte[MAX_STATUSES];
    private final short[] deltas = new short[MAX_STATUSES];
    private int base;
    private long referenceTime;
    private long lastTicks;
    private int statusCount;
    private int deltaCount;
    private int deltaBytes;
    private int maxBytes;

    /// Starts a message.
    ///
    /// @param baseSequenceNumber first packet to report on, received or not
    /// @param firstArrivalUs arrival of the first packet that was received
    /// @param maxBytes what the message may take in the compound packet
    public void begin(int baseSequenceNumber, long firstArrivalUs, int maxBytes) {
        this.base = baseSequenceNumber;
        this.maxBytes = maxBytes;
        int referenceUs = TransportFeedback.TICKS_PER_REFERENCE * TransportFeedback.TICK_US;
        this.referenceTime = Math.floorDiv(firstArrivalUs, referenceUs);
        this.lastTicks = referenceTime * TransportFeedback.TICKS_PER_REFERENCE;
        statusCount = 0;
        deltaCount = 0;
        deltaBytes = 0;
    }

    /// Adds `missingBefore` packets that did not arrive and one that did. False, and nothing added,
    /// when they do not fit or the time since the previous packet exceeds 16 bits of 250 µs: then
    /// write this message and begin another.
    public boolean received(int missingBefore, long arrivalUs) {
        long ticks = Math.floorDiv(arrivalUs, TransportFeedback.TICK_US);
        long delta = ticks - lastTicks;
        int statuses = statusCount + missingBefore + 1;
        if (delta != (short) delta || statuses > MAX_STATUSES || !fits(statuses, delta)) {
            return false;
        }
        for (int i = 0; i < missingBefore; i++) {
            symbols[statusCount++] = TransportFeedback.NOT_RECEIVED;
        }
        boolean small = isSmall(delta);
        symbols[statusCount++] =
                (byte) (small ? TransportFeedback.SMALL_DELTA : TransportFeedback.LARGE_DELTA);
        deltas[deltaCount++] = (short) delta;
        deltaBytes += small ? 1 : 2;
        lastTicks = ticks;
        return true;
    }

    /// Counts the chunks as if all were the least compact kind, so that the result always fits.
    private boolean fits(int statuses, long delta) {
        int bytes =
                TransportFeedback.HEADER_BYTES
                        + 2 * ((statuses + 6) / 7)
                        + deltaBytes
                        + (isSmall(delta) ? 1 : 2);
        return (bytes + 3) / 4 * 4 <= maxBytes;
    }

    private static boolean isSmall(long delta) {
        return delta >= 0 && delta <= 255;
    }

    /// Packets in the message so far, received or not.
    public int statusCount() {
        return statusCount;
    }

    /// Appends the message.
    ///
    /// @param mediaSsrc any stream of the transport
    /// @param feedbackCount one more than in the previous message, modulo 256
    public void writeTo(RtcpWriter writer, int senderSsrc, int mediaSsrc, int feedbackCount) {
        int bytes = TransportFeedback.HEADER_BYTES + 2 * chunks(null, 0) + deltaBytes;
        int wholeWords = (bytes + 3) / 4 * 4;
        int at =
                writer.append(PacketType.TRANSPORT_FEEDBACK, PacketType.TRANSPORT_WIDE, wholeWords);
        writer.ssrcs(at, senderSsrc, mediaSsrc);
        byte[] buffer = writer.buffer();
        BigEndian.put16(buffer, at + 12, base);
        BigEndian.put16(buffer, at + 14, statusCount);
        BigEndian.put24(buffer, at + 16, (int) referenceTime);
        BigEndian.put8(buffer, at + 19, feedbackCount);
        int position = at + TransportFeedback.HEADER_BYTES;
        position += 2 * chunks(buffer, position);
        for (int i = 0; i < deltaCount; i++) {
            if (isSmall(deltas[i])) {
                BigEndian.put8(buffer, position++, deltas[i]);
            } else {
                BigEndian.put16(buffer, position, deltas[i]);
                position += 2;
            }
        }
    }

    /// Writes the chunks, or only counts them when there is no buffer.
    private int chunks(byte @Nullable [] buffer, int offset) {
        int count = 0;
        for (int next = 0; next < statusCount; count++) {
            int run = run(next);
            int chunk;
            if (run >= 14 || next + run == statusCount) {
                chunk = (symbols[next] << 13) | run;
                next += run;
            } else if (onlySmall(next)) {
                chunk = 0x8000 | vector(next, 14, 1);
                next += 14;
            } else {
                chunk = 0xC000 | vector(next, 7, 2);
                next += 7;
            }
            if (buffer != null) {
                BigEndian.put16(buffer, offset + 2 * count, chunk);
            }
        }
        return count;
    }

    private int run(int from) {
        int end = from + 1;
        while (end < statusCount && symbols[end] == symbols[from] && end - from < MAX_RUN) {
            end++;
        }
        return end - from;
    }

    private boolean onlySmall(int from) {
        for (int i = from; i < Math.min(from + 14, statusCount); i++) {
            if (symbols[i] == TransportFeedback.LARGE_DELTA) {
                return false;
            }
        }
        return true;
    }

    private int vector(int from, int count, int bits) {
        int vector = 0;
        for (int i = from; i < from + count; i++) {
            vector = (vector << bits) | (i < statusCount ? symbols[i] : 0);
        }
        return vector;
    }
}
