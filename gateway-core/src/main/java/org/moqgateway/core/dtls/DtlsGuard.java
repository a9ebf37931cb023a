package org.moqgateway.core.dtls;

/// Checks DTLS datagrams record by record before the DTLS library sees them, and counts what one
/// handshake may cost: the library allocates what a fragment claims. Pure; confined to one thread.
///
/// A record (RFC 6347 §4.1) and, in epoch 0, the handshake fragments in it (§4.2.2):
///
///      0       1               3       5                       11      13
///     +-------+---------------+-------+-----------------------+-------+-----------
///     | type  | version       | epoch | sequence number       | length| fragment …
///     +-------+---------------+-------+-----------------------+-------+-----------
///
///      0       1           4           6                 9                12
///     +-------+-----------+-----------+-----------------+-----------------+--------
///     | type  | length    |message_seq| fragment_offset | fragment_length | body …
///     +-------+-----------+-----------+-----------------+-----------------+--------
public final class DtlsGuard {

    static final int MOST_MESSAGE_BYTES = 16 << 10;

    /// A full handshake has at most 7 messages from one side.
    static final int MOST_MESSAGES = 16;

    static final int MOST_HANDSHAKE_DATAGRAMS = 512;
    static final int MOST_HANDSHAKE_BYTES = 512 << 10;

    /// Repeats of the last flight that are still looked at after the handshake.
    static final int MOST_LATE_DATAGRAMS = 64;

    private static final int RECORD_HEADER_BYTES = 13;
    private static final int FRAGMENT_HEADER_BYTES = 12;
    private static final int MOST_PLAINTEXT_BYTES = 1 << 14;

    /// Explicit nonce and tag of AES-GCM (RFC 5288 §3), which is all that is negotiated here. The
    /// library ends the connection at anything shorter instead of dropping it (RFC 6347 §4.1.2.7).
    private static final int LEAST_CIPHERTEXT_BYTES = 8 + 16;

    private static final int MOST_CIPHERTEXT_BYTES = MOST_PLAINTEXT_BYTES + 2048;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int DTLS_1_0 = 0xfeff;
    private static final int DTLS_1_2 = 0xfefd;

    /// Of each message_seq: its type and length plus one, or 0 while it is unseen.
    private final int[] messages = new int[MOST_MESSAGES];

    private boolean established;
    private int datagrams;
    private int bytes;

    /// Judges one datagram; foreign bytes never throw.
    ///
    /// @param buffer lent, unchanged
    /// @return [DtlsVerdict#ACCEPTED], or why to drop it
    public DtlsVerdict check(byte[] buffer, int offset, int length) {
        if (length < RECORD_HEADER_BYTES || buffer.length - offset < length) {
            return DtlsVerdict.TRUNCATED;
        }
        if (!affordable(buffer, offset, length)) {
            return DtlsVerdict.HANDSHAKE_BUDGET_SPENT;
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            DtlsVerdict verdict = checkRecord(buffer, at, end);
            if (verdict != DtlsVerdict.ACCEPTED) {
                return verdict;
            }
            at += RECORD_HEADER_BYTES + uint16(buffer, at + 11);
        }
        return DtlsVerdict.ACCEPTED;
    }

    /// The handshake is done: from now on only encrypted records and a few retransmissions are
    /// expected.
    public void established() {
        established = true;
        datagrams = 0;
        bytes = 0;
    }

    private boolean affordable(byte[] buffer, int offset, int length) {
        boolean encrypted = uint16(buffer, offset + 3) != 0;
        if (established && encrypted) {
            return true;
        }
        datagrams++;
        bytes += length;
        return established
                ? datagrams <= MOST_LATE_DATAGRAMS
                : datagrams <= MOST_HANDSHAKE_DATAGRAMS && bytes <= MOST_HANDSHAKE_BYTES;
    }

    private DtlsVerdict checkRecord(byte[] buffer, int at, int end) {
        if (at + RECORD_HEADER_BYTES > end) {
            return DtlsVerdict.TRUNCATED;
        }
        int type = buffer[at] & 0xff;
        int version = uint16(buffer, at + 1);
        int epoch = uint16(buffer, at + 3);
        int length = uint16(buffer, at + 11);
        if (type < CHANGE_CIPHER_SPEC
                || type > APPLICATION_DATA
                || (version != DTLS_1_0 && version != DTLS_1_2)
                || epoch > 1
                || length < (epoch == 0 ? 1 : LEAST_CIPHERTEXT_BYTES)) {
            return DtlsVerdict.BAD_RECORD;
        }
        if (length > (epoch == 0 ? MOST_PLAINTEXT_BYTES : MOST_CIPHERTEXT_BYTES)) {
            return DtlsVerdict.RECORD_TOO_LONG;
        }
        int body = at + RECORD_HEADER_BYTES;
        if (body + length > end) {
            return DtlsVerdict.TRUNCATED;
        }
        return epoch == 0 ? checkPlaintext(type, buffer, body, length) : DtlsVerdict.ACCEPTED;
    }

    private DtlsVerdict checkPlaintext(int type, byte[] buffer, int at, int length) {
        return switch (type) {
            case HANDSHAKE -> checkFragments(buffer, at, at + length);
            case CHANGE_CIPHER_SPEC ->
                    length == 1 && buffer[at] == 1 ? DtlsVerdict.ACCEPTED : DtlsVerdict.BAD_RECORD;
            // Anyone could write an alert in the clear; after the handshake it proves nothing.
            case ALERT ->
                    length == 2 && !established ? DtlsVerdict.ACCEPTED : DtlsVerdict.BAD_RECORD;
            default -> DtlsVerdict.BAD_RECORD;
        };
    }

    private DtlsVerdict checkFragments(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end) {
            if (at + FRAGMENT_HEADER_BYTES > end) {
                return DtlsVerdict.BAD_FRAGMENT;
            }
            DtlsVerdict verdict = checkFragment(buffer, at, end);
            if (verdict != DtlsVerdict.ACCEPTED) {
                return verdict;
            }
            at += FRAGMENT_HEADER_BYTES + uint24(buffer, at + 9);
        }
        return DtlsVerdict.ACCEPTED;
    }

    private DtlsVerdict checkFragment(byte[] buffer, int at, int end) {
        int type = buffer[at] & 0xff;
        int length = uint24(buffer, at + 1);
        int sequence = uint16(buffer, at + 4);
        int offset = uint24(buffer, at + 6);
        int fragment = uint24(buffer, at + 9);
        if (length > MOST_MESSAGE_BYTES || offset + fragment > MOST_MESSAGE_BYTES) {
            return DtlsVerdict.MESSAGE_TOO_LONG;
        }
        if (sequence >= MOST_MESSAGES) {
            return DtlsVerdict.TOO_MANY_MESSAGES;
        }
        boolean empty = fragment == 0 && length != 0;
        if (empty
                || offset + fragment > length
                || at + FRAGMENT_HEADER_BYTES + fragment > end
                || !known(type)) {
            return DtlsVerdict.BAD_FRAGMENT;
        }
        int identity = (type << 24 | length) + 1;
        if (messages[sequence] != 0 && messages[sequence] != identity) {
            return DtlsVerdict.BAD_FRAGMENT;
        }
        messages[sequence] = identity;
        return DtlsVerdict.ACCEPTED;
    }

    /// hello_request (0) is no use to us, and it would start a renegotiation.
    private static boolean known(int type) {
        return switch (type) {
            case 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23 -> true;
            default -> false;
        };
    }

    private static int uint16(byte[] buffer, int at) {
        return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
    }

    private static int uint24(byte[] buffer, int at) {
        return (buffer[at] & 0xff) << 16 | uint16(buffer, at + 1);
    }
}
