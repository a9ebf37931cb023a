package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The frames of QMux: those of RFC 9000 §19 that make sense on a reliable carrier, and two of its
/// own. Numbers are varints; a frame is its type followed by its fields.
sealed interface QmuxFrame {
    /// `STREAM` (0x08…0x0f). Bit 2 says that an offset follows the id, bit 1 a length; bit 0 ends
    /// the stream. We write all three fields.
    ///
    /// @param offset where the payload belongs; frames come in order, so it is not needed
    /// @param payload lent
    record Stream(long id, long offset, ByteBuffer payload, boolean fin) implements QmuxFrame {}

    /// `RESET_STREAM` (0x04) and `RESET_STREAM_AT` (0x24), whose guarantee a reliable carrier keeps
    /// anyway.
    record ResetStream(long id, long code, long finalSize, boolean at) implements QmuxFrame {}

    /// `STOP_SENDING` (0x05).
    record StopSending(long id, long code) implements QmuxFrame {}

    /// `MAX_DATA` (0x10).
    record MaxData(long max) implements QmuxFrame {}

    /// `MAX_STREAM_DATA` (0x11).
    record MaxStreamData(long id, long max) implements QmuxFrame {}

    /// `MAX_STREAMS` (0x12 bidirectional, 0x13 unidirectional).
    record MaxStreams(boolean uni, long max) implements QmuxFrame {}

    /// `DATA_BLOCKED`, `STREAM_DATA_BLOCKED`, `STREAMS_BLOCKED` (0x14…0x17): for information.
    record Blocked() implements QmuxFrame {}

    /// `CONNECTION_CLOSE` of the transport (0x1c, with the type of the frame at fault) or the
    /// application (0x1d).
    record Close(boolean application, long code, String reason) implements QmuxFrame {
        /// Longest reason that is said.
        static final int MAX_REASON_BYTES = 512;

        /// One that is ours to say: code and reason are cut to what there is room for.
        static Close byApplication(long code, String reason) {
            return new Close(true, Math.clamp(code, 0, VarInt.MAX), shortened(reason));
        }

        private static String shortened(String reason) {
            byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= MAX_REASON_BYTES) {
                return reason;
            }
            int length = MAX_REASON_BYTES;
            while ((bytes[length] & 0xC0) == 0x80) {
                length--;
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    /// `DATAGRAM` (0x30 to the record's end, 0x31 with a length).
    ///
    /// @param frameBytes of the whole frame
    /// @param payload lent
    record Datagram(ByteBuffer payload, int frameBytes) implements QmuxFrame {}

    /// `QX_TRANSPORT_PARAMETERS`: a length and the parameters.
    record Parameters(TransportParameters values) implements QmuxFrame {}

    /// `QX_PING`: a request or the answer with the same number.
    record Ping(boolean response, long sequence) implements QmuxFrame {}

    /// The type of [Parameters], `?QS0\r\n\r\n` in bytes.
    long QX_TRANSPORT_PARAMETERS = 0x3f5153300d0a0d0aL;

    /// The type of a [Ping]'s request; its answer is one more.
    long QX_PING = 0x348c67529ef8c7bdL;

    /// Reads the next frame of a record.
    ///
    /// @param in moved behind the frame
    /// @return null where only padding was left
    /// @throws QmuxException when the record ends within a frame, or the type is unknown
    static @Nullable QmuxFrame decode(ByteBuffer in) throws QmuxException {
        while (in.hasRemaining()) {
            int start = in.position();
            long type = VarInt.get(in);
            if (type != 0) {
                return decode(type, in, start);
            }
        }
        return null;
    }

    private static QmuxFrame decode(long type, ByteBuffer in, int start) throws QmuxException {
        if (type == QX_TRANSPORT_PARAMETERS) {
            return new Parameters(TransportParameters.decode(sized(in)));
        }
        if (type == QX_PING || type == QX_PING + 1) {
            return new Ping(type != QX_PING, VarInt.get(in));
        }
        if (type > 0xff) {
            throw new QmuxException("an unknown frame: " + type);
        }
        return switch ((int) type) {
            case 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f -> stream((int) type, in);
            case 0x04 -> new ResetStream(VarInt.get(in), VarInt.get(in), VarInt.get(in), false);
            case 0x24 -> resetStreamAt(in);
            case 0x05 -> new StopSending(VarInt.get(in), VarInt.get(in));
            case 0x10 -> new MaxData(VarInt.get(in));
            case 0x11 -> new MaxStreamData(VarInt.get(in), VarInt.get(in));
            case 0x12, 0x13 -> new MaxStreams(type == 0x13, VarInt.get(in));
            case 0x14, 0x16, 0x17 -> blocked(in, 1);
            case 0x15 -> blocked(in, 2);
            case 0x1c, 0x1d -> close(type == 0x1d, in);
            case 0x30 -> datagram(rest(in), in, start);
            case 0x31 -> datagram(sized(in), in, start);
            default -> throw new QmuxException("an unknown frame: " + type);
        };
    }

    private static QmuxFrame stream(int type, ByteBuffer in) throws QmuxException {
        long id = VarInt.get(in);
        long offset = (type & 0x04) != 0 ? VarInt.get(in) : 0;
        ByteBuffer payload = (type & 0x02) != 0 ? sized(in) : rest(in);
        return new Stream(id, offset, payload, (type & 0x01) != 0);
    }

    private static QmuxFrame resetStreamAt(ByteBuffer in) throws QmuxException {
        ResetStream reset = new ResetStream(VarInt.get(in), VarInt.get(in), VarInt.get(in), true);
        if (VarInt.get(in) > reset.finalSize()) {
            throw new QmuxException("RESET_STREAM_AT promises more than the stream had");
        }
        return reset;
    }

    private static QmuxFrame blocked(ByteBuffer in, int fields) throws QmuxException {
        for (int i = 0; i < fields; i++) {
            VarInt.get(in);
        }
        return new Blocked();
    }

    private static QmuxFrame close(boolean application, ByteBuffer in) throws QmuxException {
        long code = VarInt.get(in);
        if (!application) {
            VarInt.get(in);
        }
        return new Close(application, code, StandardCharsets.UTF_8.decode(sized(in)).toString());
    }

    private static QmuxFrame datagram(ByteBuffer payload, ByteBuffer in, int start) {
        return new Datagram(payload, in.position() - start);
    }

    private static ByteBuffer sized(ByteBuffer in) throws QmuxException {
        long length = VarInt.get(in);
        if (length > in.remaining()) {
            throw new QmuxException("a frame is longer than its record");
        }
        ByteBuffer field = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return field;
    }

    private static ByteBuffer rest(ByteBuffer in) {
        ByteBuffer field = in.slice();
        in.position(in.limit());
        return field;
    }

    /// Writes a frame; there must be room for it. `STREAM` and `DATAGRAM` have an offset or a
    /// length in any case.
    default void encode(ByteBuffer out) {
        switch (this) {
            case Stream f -> {
                streamHeader(out, f.id(), f.offset(), f.payload().remaining(), f.fin());
                out.put(f.payload().duplicate());
            }
            case ResetStream f -> {
                numbers(out, f.at() ? 0x24 : 0x04, f.id(), f.code(), f.finalSize());
                if (f.at()) {
                    VarInt.put(out, f.finalSize());
                }
            }
            case StopSending f -> numbers(out, 0x05, f.id(), f.code());
            case MaxData f -> numbers(out, 0x10, f.max());
            case MaxStreamData f -> numbers(out, 0x11, f.id(), f.max());
            case MaxStreams f -> numbers(out, f.uni() ? 0x13 : 0x12, f.max());
            case Blocked _ -> numbers(out, 0x14, 0);
            case Close f -> close(out, f);
            case Datagram f -> {
                numbers(out, 0x31, f.payload().remaining());
                out.put(f.payload().duplicate());
            }
            case Parameters f -> {
                VarInt.put(out, QX_TRANSPORT_PARAMETERS);
                sized(out, f.values().encode());
            }
            case Ping f -> numbers(out, f.response() ? QX_PING + 1 : QX_PING, f.sequence());
        }
    }

    /// Writes what precedes the payload of a `STREAM` frame.
    static void streamHeader(ByteBuffer out, long id, long offset, int length, boolean fin) {
        out.put((byte) (fin ? 0x0f : 0x0e));
        VarInt.put(out, id);
        VarInt.put(out, offset);
        VarInt.put(out, length);
    }

    private static void close(ByteBuffer out, Close f) {
        numbers(out, f.application() ? 0x1d : 0x1c, f.code());
        if (!f.application()) {
            VarInt.put(out, 0);
        }
        sized(out, f.reason().getBytes(StandardCharsets.UTF_8));
    }

    private static void numbers(ByteBuffer out, long... numbers) {
        for (long number : numbers) {
            VarInt.put(out, number);
        }
    }

    private static void sized(ByteBuffer out, byte[] bytes) {
        VarInt.put(out, bytes.length);
        out.put(bytes);
    }
}
