package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The two multicast DNS messages that a name's addresses take (RFC 6762 §18, RFC 1035 §4.1).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |              ID               |Q|OPCODE |A|T|R|R|  Z  | RCODE |
///     |            QDCOUNT            |            ANCOUNT            |
///     |            NSCOUNT            |            ARCOUNT            |
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     question:  name, type (16), class (16)
///     record:    name, type (16), class (1 + 15), TTL (32), length (16), data
///     name:      labels of a length byte and text each, ended by a zero byte
///                or, from any label on, 11 and 14 bits of offset into the message
final class MdnsMessage {

    private static final int HEADER_BYTES = 12;
    private static final int MOST_LABEL_BYTES = 63;
    private static final int MOST_NAME_BYTES = 255;
    private static final int MOST_RECORDS = 64;
    private static final int MOST_ADDRESSES = 4;
    private static final int MOST_JUMPS = 16;
    private static final int RESPONSE = 0x8000;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int CLASS_IN = 1;
    private static final int CLASS_BITS = 0x7fff;

    private final ByteBuffer bytes;

    private MdnsMessage(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// A question for both kinds of address.
    ///
    /// @return empty when the name cannot be written
    static Optional<byte[]> query(String name) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + 2 * (MOST_NAME_BYTES + 5));
        out.putShort(4, (short) 2).position(HEADER_BYTES);
        for (int type : new int[] {TYPE_A, TYPE_AAAA}) {
            if (!putName(out, name)) {
                return Optional.empty();
            }
            out.putShort((short) type).putShort((short) CLASS_IN);
        }
        return Optional.of(Arrays.copyOf(out.array(), out.position()));
    }

    private static boolean putName(ByteBuffer out, String name) {
        if (name.length() > MOST_NAME_BYTES - 2) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            byte[] text = label.getBytes(StandardCharsets.UTF_8);
            if (text.length == 0 || text.length > MOST_LABEL_BYTES) {
                return false;
            }
            if (text.length != label.length()) {
                return false;
            }
            out.put((byte) text.length).put(text);
        }
        out.put((byte) 0);
        return true;
    }

    /// The addresses that a response tells of a name; foreign bytes never throw.
    ///
    /// @return none when it is no response, is broken, or speaks of other names; four at most
    static List<InetAddress> addresses(byte[] message, int length, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(message, 0, Math.clamp(length, 0, message.length));
        return new MdnsMessage(bytes).addresses(name.toLowerCase(Locale.ROOT));
    }

    private List<InetAddress> addresses(String name) {
        if (bytes.remaining() < HEADER_BYTES || (uint16(2) & RESPONSE) == 0) {
            return List.of();
        }
        List<InetAddress> found = new ArrayList<>();
        int questions = uint16(4);
        int records = uint16(6) + uint16(8) + uint16(10);
        int at = HEADER_BYTES;
        for (int i = 0; i < Math.min(questions, MOST_RECORDS) && at >= 0; i++) {
            at = skip(at, 4);
        }
        for (int i = 0; i < Math.min(records, MOST_RECORDS) && at >= 0; i++) {
            at = record(at, name, found);
        }
        return found;
    }

    /// Where what follows a name and so many bytes begins; -1 behind the end.
    private int skip(int at, int more) {
        int behind = behindName(at);
        return behind < 0 || behind + more > bytes.limit() ? -1 : behind + more;
    }

    /// Reads one record.
    ///
    /// @return where the next one begins; -1 when this one is broken
    private int record(int at, String name, List<InetAddress> found) {
        int data = skip(at, 10);
        if (data < 0) {
            return -1;
        }
        int end = data + uint16(data - 2);
        if (end > bytes.limit()) {
            return -1;
        }
        int type = uint16(data - 10);
        boolean address =
                (type == TYPE_A && end - data == 4) || (type == TYPE_AAAA && end - data == 16);
        boolean wanted = address && (uint16(data - 8) & CLASS_BITS) == CLASS_IN;
        if (wanted && found.size() < MOST_ADDRESSES && name.equals(name(at))) {
            found.add(address(data, end));
        }
        return end;
    }

    private InetAddress address(int from, int to) {
        try {
            byte[] address = new byte[to - from];
            bytes.get(from, address);
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Where a name ends, without following it elsewhere; -1 when it is broken.
    private int behindName(int from) {
        int at = from;
        while (at < bytes.limit()) {
            int length = bytes.get(at) & 0xff;
            if (length == 0) {
                return at + 1;
            }
            if (length >= 0xc0) {
                return at + 2 <= bytes.limit() ? at + 2 : -1;
            }
            if (length > MOST_LABEL_BYTES) {
                return -1;
            }
            at += 1 + length;
        }
        return -1;
    }

    /// A name in lower case; the empty text when it is broken.
    private String name(int from) {
        StringBuilder text = new StringBuilder();
        int at = from;
        int jumps = 0;
        while (at < bytes.limit() && text.length() <= MOST_NAME_BYTES) {
            int length = bytes.get(at) & 0xff;
            if (length == 0) {
                return text.toString().toLowerCase(Locale.ROOT);
            }
            if (length >= 0xc0) {
                if (at + 2 > bytes.limit() || ++jumps > MOST_JUMPS) {
                    return "";
                }
                at = uint16(at) & 0x3fff;
            } else if (length > MOST_LABEL_BYTES || at + 1 + length > bytes.limit()) {
                return "";
            } else {
                text.append(text.isEmpty() ? "" : ".");
                byte[] label = new byte[length];
                bytes.get(at + 1, label);
                text.append(new String(label, StandardCharsets.ISO_8859_1));
                at += 1 + length;
            }
        }
        return "";
    }

    private int uint16(int at) {
        return bytes.getShort(at) & 0xffff;
    }
}
