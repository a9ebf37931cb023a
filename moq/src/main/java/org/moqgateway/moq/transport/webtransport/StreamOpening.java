package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.wire.VarInt;

/// Reads what a stream of the peer begins with, and hands the rest to whom it concerns.
///
/// ```text
///  type (varint)  [session id (varint), when the type says so]
/// ```
final class StreamOpening implements StreamReader {
    /// Reads nothing.
    static final StreamReader IGNORE =
            new StreamReader() {
                @Override
                public void data(ByteBuffer bytes) {}

                @Override
                public void finished() {}

                @Override
                public void reset(long code) {}
            };

    /// The answer of a stream without a session.
    static final long NO_SESSION = -1;

    /// Decides who reads on.
    interface Sorter {
        /// The stream has said what it is.
        ///
        /// @param sessionId or [#NO_SESSION]
        StreamReader sort(long type, long sessionId) throws Http3Exception;

        /// The stream ended before it said what it is.
        void cutOff();

        /// The stream may not be what it says.
        void violated(Http3Exception violation);
    }

    private final long sessionType;
    private final Sorter sorter;
    private final VarIntReader number = new VarIntReader();
    private long type = VarInt.INCOMPLETE;
    private @Nullable StreamReader next;

    /// Reads a stream from its first byte on.
    ///
    /// @param sessionType the type that a session's id follows
    StreamOpening(long sessionType, Sorter sorter) {
        this.sessionType = sessionType;
        this.sorter = sorter;
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (next == null) {
            next = open(bytes);
        }
        if (next != null && bytes.hasRemaining()) {
            next.data(bytes);
        }
    }

    private @Nullable StreamReader open(ByteBuffer bytes) {
        if (type == VarInt.INCOMPLETE) {
            type = number.read(bytes);
        }
        if (type == VarInt.INCOMPLETE) {
            return null;
        }
        long session = type == sessionType ? number.read(bytes) : NO_SESSION;
        if (type == sessionType && session == VarInt.INCOMPLETE) {
            return null;
        }
        try {
            return sorter.sort(type, session);
        } catch (Http3Exception e) {
            sorter.violated(e);
            return IGNORE;
        }
    }

    @Override
    public void finished() {
        if (next == null) {
            sorter.cutOff();
        } else {
            next.finished();
        }
    }

    @Override
    public void reset(long code) {
        if (next == null) {
            sorter.cutOff();
        } else {
            next.reset(code);
        }
    }
}
