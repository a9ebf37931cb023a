package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What each side says first of all: its limits. A limit of 0 is left out on the wire.
///
/// ```
/// { id (varint), length (varint), value }…
/// ```
///
/// @param maxIdleTimeoutMillis silence after which a side gives up; 0 for never
/// @param initialMaxData bytes of all streams
/// @param initialMaxStreamDataBidiLocal bytes of a bidirectional stream that the sayer opened
/// @param initialMaxStreamDataBidiRemote of one that the hearer opened
/// @param initialMaxStreamDataUni of a unidirectional one
/// @param initialMaxStreamsBidi how many the hearer may open
/// @param initialMaxStreamsUni likewise
/// @param maxDatagramFrameSize of a whole DATAGRAM frame (RFC 9221); 0 for none
/// @param maxRecordSize of a record without its own length
/// @param resetStreamAt whether `RESET_STREAM_AT` is understood
/// @param protocols MoQ protocols, on a carrier that agrees on none by itself; else empty
record TransportParameters(
        long maxIdleTimeoutMillis,
        long initialMaxData,
        long initialMaxStreamDataBidiLocal,
        long initialMaxStreamDataBidiRemote,
        long initialMaxStreamDataUni,
        long initialMaxStreamsBidi,
        long initialMaxStreamsUni,
        long maxDatagramFrameSize,
        long maxRecordSize,
        boolean resetStreamAt,
        List<String> protocols) {
    /// Where nothing else was said; also the least that may be said.
    static final long DEFAULT_MAX_RECORD_SIZE = 16382;

    private static final long MAX_IDLE_TIMEOUT = 0x01;
    private static final long MAX_DATA = 0x04;
    private static final long MAX_STREAM_DATA_BIDI_LOCAL = 0x05;
    private static final long MAX_STREAM_DATA_BIDI_REMOTE = 0x06;
    private static final long MAX_STREAM_DATA_UNI = 0x07;
    private static final long MAX_STREAMS_BIDI = 0x08;
    private static final long MAX_STREAMS_UNI = 0x09;
    private static final long RESET_STREAM_AT = 0x1d;
    private static final long MAX_DATAGRAM_FRAME_SIZE = 0x20;
    private static final long MAX_RECORD_SIZE = 0x0571c59429cd0845L;
    private static final long APPLICATION_PROTOCOLS = 0x3d4f9c2a8b1e6075L;

    /// Copies.
    TransportParameters {
        protocols = List.copyOf(protocols);
    }

    /// The bytes of the parameters.
    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(256 + protocolBytes());
        put(out, MAX_IDLE_TIMEOUT, maxIdleTimeoutMillis);
        put(out, MAX_DATA, initialMaxData);
        put(out, MAX_STREAM_DATA_BIDI_LOCAL, initialMaxStreamDataBidiLocal);
        put(out, MAX_STREAM_DATA_BIDI_REMOTE, initialMaxStreamDataBidiRemote);
        put(out, MAX_STREAM_DATA_UNI, initialMaxStreamDataUni);
        put(out, MAX_STREAMS_BIDI, initialMaxStreamsBidi);
        put(out, MAX_STREAMS_UNI, initialMaxStreamsUni);
        put(out, MAX_DATAGRAM_FRAME_SIZE, maxDatagramFrameSize);
        put(out, MAX_RECORD_SIZE, maxRecordSize);
        if (resetStreamAt) {
            VarInt.put(out, RESET_STREAM_AT);
            VarInt.put(out, 0);
        }
        if (!protocols.isEmpty()) {
            VarInt.put(out, APPLICATION_PROTOCOLS);
            VarInt.put(out, protocolBytes());
            for (String protocol : protocols) {
                byte[] name = protocol.getBytes(StandardCharsets.UTF_8);
                VarInt.put(out, name.length);
                out.put(name);
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private int protocolBytes() {
        int bytes = 0;
        for (String protocol : protocols) {
            int length = protocol.getBytes(StandardCharsets.UTF_8).length;
            bytes += VarInt.size(length) + length;
        }
        return bytes;
    }

    private static void put(ByteBuffer out, long id, long value) {
        if (value != 0) {
            VarInt.put(out, id);
            VarInt.put(out, VarInt.size(value));
            VarInt.put(out, value);
        }
    }

    /// Reads parameters up to the limit. Unknown ones are passed over.
    ///
    /// @throws QmuxException when they are cut off, doubled, of no use to QMux, or out of range
    static TransportParameters decode(ByteBuffer in) throws QmuxException {
        Reader reader = new Reader();
        while (in.hasRemaining()) {
            long id = VarInt.get(in);
            long length = VarInt.get(in);
            if (length > in.remaining()) {
                throw new QmuxException("the transport parameters end too early");
            }
            ByteBuffer value = in.slice(in.position(), (int) length);
            in.position(in.position() + (int) length);
            reader.parameter(id, value);
        }
        return reader.parameters();
    }

    /// Collects what was said.
    private static final class Reader {
        private final Set<Long> seen = new HashSet<>();
        private final long[] limits = new long[10];
        private long maxDatagramFrameSize;
        private long maxRecordSize = DEFAULT_MAX_RECORD_SIZE;
        private boolean resetStreamAt;
        private List<String> protocols = List.of();

        void parameter(long id, ByteBuffer value) throws QmuxException {
            if (forbidden(id)) {
                throw new QmuxException("a transport parameter that QMux forbids: " + id);
            }
            if (known(id) && !seen.add(id)) {
                throw new QmuxException("a transport parameter came twice: " + id);
            }
            if (id == MAX_DATAGRAM_FRAME_SIZE) {
                maxDatagramFrameSize = number(value);
            } else if (id == MAX_RECORD_SIZE) {
                maxRecordSize = recordSize(number(value));
            } else if (id == RESET_STREAM_AT) {
                resetStreamAt = flag(value);
            } else if (id == APPLICATION_PROTOCOLS) {
                protocols = names(value);
            } else if (known(id)) {
                limits[(int) id] = number(value);
            }
        }

        TransportParameters parameters() {
            return new TransportParameters(
                    limits[(int) MAX_IDLE_TIMEOUT],
                    limits[(int) MAX_DATA],
                    limits[(int) MAX_STREAM_DATA_BIDI_LOCAL],
                    limits[(int) MAX_STREAM_DATA_BIDI_REMOTE],
                    limits[(int) MAX_STREAM_DATA_UNI],
                    limits[(int) MAX_STREAMS_BIDI],
                    limits[(int) MAX_STREAMS_UNI],
                    maxDatagramFrameSize,
                    maxRecordSize,
                    resetStreamAt,
                    protocols);
        }

        private static boolean forbidden(long id) {
            return id == 0x00 || id == 0x02 || id == 0x03 || (id >= 0x0a && id <= 0x10);
        }

        private static boolean known(long id) {
            return id == MAX_IDLE_TIMEOUT
                    || (id >= MAX_DATA && id <= MAX_STREAMS_UNI)
                    || id == RESET_STREAM_AT
                    || id == MAX_DATAGRAM_FRAME_SIZE
                    || id == MAX_RECORD_SIZE
                    || id == APPLICATION_PROTOCOLS;
        }

        private static long number(ByteBuffer value) throws QmuxException {
            long number = VarInt.get(value);
            if (value.hasRemaining()) {
                throw new QmuxException("a transport parameter is longer than its number");
            }
            return number;
        }

        private static long recordSize(long size) throws QmuxException {
            if (size < DEFAULT_MAX_RECORD_SIZE) {
                throw new QmuxException("max_record_size is below its least: " + size);
            }
            return size;
        }

        private static boolean flag(ByteBuffer value) throws QmuxException {
            if (value.hasRemaining()) {
                throw new QmuxException("reset_stream_at has a value");
            }
            return true;
        }

        private static List<String> names(ByteBuffer value) throws QmuxException {
            List<String> names = new ArrayList<>();
            while (value.hasRemaining()) {
                long length = VarInt.get(value);
                if (length > value.remaining()) {
                    throw new QmuxException("the application protocols end too early");
                }
                byte[] name = new byte[(int) length];
                value.get(name);
                names.add(new String(name, StandardCharsets.UTF_8));
            }
            if (names.isEmpty()) {
                throw new QmuxException("application_protocols names none");
            }
            return names;
        }
    }
}
