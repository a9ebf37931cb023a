package org.moqgateway.core.dtls;

/// Keeps a client's ChangeCipherSpec from the DTLS library until its flight up to CertificateVerify
/// is complete.
///
/// The library switches to the next epoch when it sees one, and from then on ignores what was lost
/// of the flight, however often it is repeated: one lost CertificateVerify would be the end of the
/// handshake. The client repeats its ChangeCipherSpec together with what was lost. Confined to one
/// thread.
final class FlightOrder {

    private static final int RECORD_HEADER_BYTES = 13;
    private static final int FRAGMENT_HEADER_BYTES = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int CERTIFICATE_VERIFY = 15;

    /// Of each message_seq: how much of its start has come, and whether that is all.
    private final int[] contiguousBytes = new int[DtlsGuard.MOST_MESSAGES];

    private final boolean[] complete = new boolean[DtlsGuard.MOST_MESSAGES];
    private int verifySequence = -1;

    /// Takes a datagram that has passed the guard, and cuts an early ChangeCipherSpec out of it.
    ///
    /// @return the length that is left
    int filter(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at + RECORD_HEADER_BYTES <= end) {
            int next = Math.min(end, at + RECORD_HEADER_BYTES + uint16(buffer, at + 11));
            boolean plaintext = uint16(buffer, at + 3) == 0;
            if (plaintext && buffer[at] == CHANGE_CIPHER_SPEC && !flightComplete()) {
                System.arraycopy(buffer, next, buffer, at, end - next);
                end -= next - at;
                continue;
            }
            if (plaintext && buffer[at] == HANDSHAKE) {
                note(buffer, at + RECORD_HEADER_BYTES, next);
            }
            at = next;
        }
        return end - offset;
    }

    private boolean flightComplete() {
        for (int sequence = 0; sequence <= verifySequence; sequence++) {
            if (!complete[sequence]) {
                return false;
            }
        }
        return verifySequence >= 0;
    }

    private void note(byte[] buffer, int from, int end) {
        int at = from;
        while (at + FRAGMENT_HEADER_BYTES <= end) {
            int length = uint24(buffer, at + 1);
            int sequence = uint16(buffer, at + 4);
            int offset = uint24(buffer, at + 6);
            int fragment = uint24(buffer, at + 9);
            if (sequence < contiguousBytes.length) {
                if (offset <= contiguousBytes[sequence]) {
                    contiguousBytes[sequence] =
                            Math.max(contiguousBytes[sequence], offset + fragment);
                }
                complete[sequence] |= contiguousBytes[sequence] >= length;
                if (buffer[at] == CERTIFICATE_VERIFY) {
                    verifySequence = sequence;
                }
            }
            at += FRAGMENT_HEADER_BYTES + fragment;
        }
    }

    private static int uint16(byte[] buffer, int at) {
        return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
    }

    private static int uint24(byte[] buffer, int at) {
        return (buffer[at] & 0xff) << 16 | uint16(buffer, at + 1);
    }
}
