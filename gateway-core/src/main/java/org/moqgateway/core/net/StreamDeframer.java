package org.moqgateway.core.net;

/// Cuts a stream into messages, one at a time, in one buffer that is used again and again. Knows no
/// socket: whoever reads one puts at most [#wanted()] bytes at [#position()] of [#buffer()] and
/// tells [#advance]. Foreign bytes never throw. Confined to one thread.
///
/// A message that is longer than any datagram we take is skipped and counted.
public final class StreamDeframer {

    /// What the bytes have led to.
    public enum Progress {
        /// More bytes are wanted.
        INCOMPLETE,
        /// A message lies at [#offset()], [#length()] bytes long, until the next bytes come.
        MESSAGE,
        /// No message begins like this: where the next one begins is not known. Terminal.
        BROKEN
    }

    /// Longest message that is given on, its padding included.
    static final int MOST_BYTES = InboundHandler.MOST_BYTES + 64;

    private static final int STUN_HEADER_BYTES = 20;

    private final StreamFraming framing;
    private final byte[] buffer = new byte[MOST_BYTES + InboundHandler.ROOM_BYTES];
    private int position;
    private int goal;
    private boolean headerDone;
    private boolean broken;
    private int skip;
    private int messageBytes;
    private int length;
    private long skipped;

    /// @param framing how the stream is cut
    public StreamDeframer(StreamFraming framing) {
        this.framing = framing;
        this.goal = framing.headerBytes();
    }

    /// Where the next bytes go. At least 64 bytes of room follow each message.
    public byte[] buffer() {
        return buffer;
    }

    /// The index in [#buffer()] for the next byte.
    public int position() {
        return position;
    }

    /// How many bytes may be put there; zero once broken, else at least 1.
    public int wanted() {
        if (broken) {
            return 0;
        }
        return skip > 0 ? Math.min(skip, MOST_BYTES) : goal - position;
    }

    /// Takes what was put into the buffer.
    ///
    /// @param bytes 1 to [#wanted()]
    public Progress advance(int bytes) {
        if (broken) {
            return Progress.BROKEN;
        }
        if (skip > 0) {
            skip -= bytes;
            return Progress.INCOMPLETE;
        }
        position += bytes;
        if (position < goal) {
            return Progress.INCOMPLETE;
        }
        return headerDone ? complete() : header();
    }

    private Progress header() {
        int whole = wholeBytes();
        if (whole < 0) {
            broken = true;
            return Progress.BROKEN;
        }
        if (whole > MOST_BYTES) {
            skipped++;
            skip = whole - position;
            position = 0;
            return Progress.INCOMPLETE;
        }
        headerDone = true;
        goal = whole;
        return position == goal ? complete() : Progress.INCOMPLETE;
    }

    /// Bytes of the message with header and padding, or -1 if none begins like this; sets those
    /// that are given on.
    private int wholeBytes() {
        if (framing == StreamFraming.LENGTH_PREFIX) {
            messageBytes = uint16(0);
            return 2 + messageBytes;
        }
        int body = uint16(2);
        int kind = (buffer[0] & 0xff) >> 6;
        if (kind == 0 && body % 4 == 0) {
            messageBytes = STUN_HEADER_BYTES + body;
            return messageBytes;
        }
        if (kind == 1) {
            messageBytes = 4 + body;
            return 4 + (body + 3 & ~3);
        }
        return -1;
    }

    private Progress complete() {
        position = 0;
        goal = framing.headerBytes();
        headerDone = false;
        length = messageBytes;
        return length == 0 ? Progress.INCOMPLETE : Progress.MESSAGE;
    }

    /// Where the message starts.
    public int offset() {
        return framing == StreamFraming.LENGTH_PREFIX ? 2 : 0;
    }

    /// Its bytes.
    public int length() {
        return length;
    }

    /// Messages that were too long, since the start.
    public long skipped() {
        return skipped;
    }

    private int uint16(int at) {
        return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
    }
}
