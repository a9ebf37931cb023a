package org.moqgateway.core.webrtc;

/// DTLS records that anybody can write.
final class ForgedDtls {
    private ForgedDtls() {}

    /// A whole datagram with a ClientHello that offers these cipher suites; 0 is TLS_NULL.
    static byte[] clientHello(int... suites) {
        return record(22, 0, hello(suites));
    }

    /// The handshake message (RFC 6347 §4.2.2, RFC 5246 §7.4.1.2), without extensions.
    static byte[] hello(int... suites) {
        int body = 2 + 32 + 1 + 1 + 2 + 2 * suites.length + 2;
        byte[] bytes = new byte[12 + body];
        bytes[0] = 1;
        bytes[3] = (byte) body;
        bytes[11] = (byte) body;
        bytes[12] = (byte) 0xfe;
        bytes[13] = (byte) 0xfd;
        int at = 12 + 2 + 32 + 2;
        bytes[at + 1] = (byte) (2 * suites.length);
        at += 2;
        for (int suite : suites) {
            bytes[at++] = (byte) (suite >> 8);
            bytes[at++] = (byte) suite;
        }
        bytes[at] = 1;
        return bytes;
    }

    /// A record (RFC 6347 §4.1) with sequence number 200.
    static byte[] record(int type, int epoch, byte[] fragment) {
        byte[] bytes = new byte[13 + fragment.length];
        bytes[0] = (byte) type;
        bytes[1] = (byte) 0xfe;
        bytes[2] = (byte) 0xfd;
        bytes[4] = (byte) epoch;
        bytes[10] = (byte) 200;
        bytes[11] = (byte) (fragment.length >> 8);
        bytes[12] = (byte) fragment.length;
        System.arraycopy(fragment, 0, bytes, 13, fragment.length);
        return bytes;
    }
}
