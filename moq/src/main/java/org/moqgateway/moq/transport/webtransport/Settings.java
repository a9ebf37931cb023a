package org.moqgateway.moq.transport.webtransport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.moqgateway.moq.wire.VarInt;

/// A peer's settings (RFC 9114 §7.2.4): pairs of varints. Those that nobody knows are kept and
/// never asked for.
///
/// @param values by identifier
record Settings(Map<Long, Long> values) {
    private static final long MAX_FIELD_SECTION_SIZE = 0x06;
    private static final long ENABLE_CONNECT_PROTOCOL = 0x08;
    private static final long H3_DATAGRAM = 0x33;
    private static final long H3_DATAGRAM_DRAFT_04 = 0xffd277;

    /// Drafts 02 to 06, with the number of sessions in a setting of its own.
    private static final long ENABLE_WEBTRANSPORT = 0x2b603742L;

    private static final long MAX_SESSIONS_DRAFT_02 = 0x2b603743L;

    /// Drafts 07 to 12.
    private static final long MAX_SESSIONS_DRAFT_07 = 0xc671706aL;

    /// Drafts 13 and 14. More than one session would ask for flow control by capsules.
    private static final long MAX_SESSIONS_DRAFT_13 = 0x14e9cd29L;

    /// From draft 15 on.
    private static final long WT_ENABLED = 0x2c7cf000L;

    private static final int MAX_PAIRS = 256;

    Settings {
        values = Map.copyOf(values);
    }

    /// What we send: the control stream's type and its first frame.
    ///
    /// @param maxSessions how many sessions may be on this connection
    static byte[] opening(int maxSessions) {
        long[][] pairs = {
            {MAX_FIELD_SECTION_SIZE, FieldSection.MAX_DECODED_BYTES},
            {ENABLE_CONNECT_PROTOCOL, 1},
            {H3_DATAGRAM, 1},
            {H3_DATAGRAM_DRAFT_04, 1},
            {ENABLE_WEBTRANSPORT, 1},
            {MAX_SESSIONS_DRAFT_02, maxSessions},
            {MAX_SESSIONS_DRAFT_07, maxSessions},
            {MAX_SESSIONS_DRAFT_13, 1},
            {WT_ENABLED, 1},
        };
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (long[] pair : pairs) {
            Bytes.varint(payload, pair[0]);
            Bytes.varint(payload, pair[1]);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Bytes.varint(all, Http3.STREAM_CONTROL);
        all.writeBytes(Bytes.frame(Http3.FRAME_SETTINGS, payload.toByteArray()));
        return all.toByteArray();
    }

    /// Reads the payload of a SETTINGS frame.
    ///
    /// @throws Http3Exception when it is cut off, repeats itself or uses what HTTP/2 has left
    static Settings decode(byte[] payload) throws Http3Exception {
        Map<Long, Long> values = new HashMap<>();
        ByteBuffer source = ByteBuffer.wrap(payload);
        VarIntReader number = new VarIntReader();
        while (source.hasRemaining()) {
            long id = number.read(source);
            long value = id == VarInt.INCOMPLETE ? id : number.read(source);
            if (value == VarInt.INCOMPLETE) {
                throw new Http3Exception(Http3.FRAME_ERROR, "SETTINGS cut off");
            }
            if (id == 0x00 || (id >= 0x02 && id <= 0x05)) {
                throw new Http3Exception(Http3.SETTINGS_ERROR, "setting of HTTP/2: " + id);
            }
            if (values.put(id, value) != null || values.size() > MAX_PAIRS) {
                throw new Http3Exception(Http3.SETTINGS_ERROR, "setting repeated: " + id);
            }
        }
        return new Settings(values);
    }

    private long value(long id) {
        return values.getOrDefault(id, 0L);
    }

    /// Whether the peer takes HTTP datagrams.
    boolean datagrams() {
        return value(H3_DATAGRAM) == 1 || value(H3_DATAGRAM_DRAFT_04) == 1;
    }

    /// Whether a session may be asked for, by any draft.
    boolean webTransport() {
        return value(ENABLE_WEBTRANSPORT) == 1
                || value(MAX_SESSIONS_DRAFT_07) > 0
                || value(MAX_SESSIONS_DRAFT_13) > 0
                || value(WT_ENABLED) == 1;
    }
}
