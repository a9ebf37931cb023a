package org.moqgateway.moq.transport.webtransport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tech.kwik.qpack.Decoder;

/// Header fields in QPACK (RFC 9204 §4.5) without a dynamic table.
///
/// ```text
///  required insert count (0)  base (0)
///  11xxxxxx             static name and value
///  01N1xxxx H value     static name, literal value
///  001NHxxx name H value
/// ```
///
/// The library decodes. It is given only sections that [SectionGuard] has walked through,
/// because it allocates whatever length a string claims to have. Encoding is done here: the
/// library's encoder miscounts its buffer and lengths of the form 2^n + 127.
final class FieldSection {
    /// The greatest size of all fields, each counted with 32 bytes on top (RFC 9114 §4.2.2).
    static final int MAX_DECODED_BYTES = 16 * 1024;

    private static final int FIELD_OVERHEAD_BYTES = 32;

    private static final int STATIC_AUTHORITY = 0;
    private static final int STATIC_PATH = 1;
    private static final int STATIC_METHOD_CONNECT = 15;
    private static final int STATIC_SCHEME_HTTPS = 23;
    private static final int STATIC_STATUS = 24;

    private static final Decoder DECODER = Decoder.newBuilder().build();

    private FieldSection() {}

    /// Encodes fields, in their order.
    static byte[] encode(List<Field> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(0);
        for (Field field : fields) {
            encode(out, field);
        }
        return out.toByteArray();
    }

    private static void encode(ByteArrayOutputStream out, Field field) {
        switch (field.name()) {
            case ":method" -> integer(out, 0xc0, 6, STATIC_METHOD_CONNECT);
            case ":scheme" -> integer(out, 0xc0, 6, STATIC_SCHEME_HTTPS);
            case ":authority" -> literal(out, STATIC_AUTHORITY, field.value());
            case ":path" -> literal(out, STATIC_PATH, field.value());
            case ":status" -> literal(out, STATIC_STATUS, field.value());
            default -> {
                string(out, 0x20, 3, field.name());
                string(out, 0, 7, field.value());
            }
        }
    }

    private static void literal(ByteArrayOutputStream out, int staticName, String value) {
        integer(out, 0x50, 4, staticName);
        string(out, 0, 7, value);
    }

    private static void string(ByteArrayOutputStream out, int pattern, int bits, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        integer(out, pattern, bits, bytes.length);
        out.writeBytes(bytes);
    }

    /// An integer behind a pattern (RFC 7541 §5.1).
    private static void integer(ByteArrayOutputStream out, int pattern, int bits, int value) {
        int full = (1 << bits) - 1;
        if (value < full) {
            out.write(pattern | value);
            return;
        }
        out.write(pattern | full);
        int rest = value - full;
        while (rest >= 0x80) {
            out.write(0x80 | (rest & 0x7f));
            rest >>>= 7;
        }
        out.write(rest);
    }

    /// Decodes the payload of a HEADERS frame.
    ///
    /// @throws Http3Exception when it is not one, refers to a dynamic table or is too large
    static List<Field> decode(byte[] section) throws Http3Exception {
        new SectionGuard(section).check();
        List<Field> fields = new ArrayList<>();
        int size = 0;
        for (Map.Entry<String, String> entry : decodeChecked(section)) {
            size += FIELD_OVERHEAD_BYTES + entry.getKey().length() + entry.getValue().length();
            if (size > MAX_DECODED_BYTES) {
                throw new Http3Exception(Http3.EXCESSIVE_LOAD, "header fields too large");
            }
            fields.add(new Field(entry.getKey(), entry.getValue()));
        }
        return fields;
    }

    private static List<Map.Entry<String, String>> decodeChecked(byte[] section)
            throws Http3Exception {
        try {
            return DECODER.decodeStream(new ByteArrayInputStream(section));
        } catch (IOException | RuntimeException e) {
            // The library answers broken Huffman codes with whatever its tables throw.
            throw new Http3Exception(Http3.QPACK_DECOMPRESSION_FAILED, "QPACK: " + e);
        }
    }
}
