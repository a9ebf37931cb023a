package org.moqgateway.core.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Writes one request: attributes in the order of the calls, then [#finish].
final class TurnWriter {

    private static final int MOST_BYTES = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    private final byte[] transactionId;

    /// @param type method and class
    /// @param transactionId 12 bytes
    TurnWriter(int type, byte[] transactionId) {
        this.transactionId = transactionId;
        bytes.putShort((short) type).putShort((short) 0);
        bytes.putInt(TurnMessage.MAGIC_COOKIE).put(transactionId);
    }

    TurnWriter bytes(int attribute, byte[] value) {
        bytes.putShort((short) attribute).putShort((short) value.length).put(value);
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    TurnWriter text(int attribute, String value) {
        return bytes(attribute, value.getBytes(StandardCharsets.UTF_8));
    }

    TurnWriter uint32(int attribute, int value) {
        bytes.putShort((short) attribute).putShort((short) 4).putInt(value);
        return this;
    }

    TurnWriter xorAddress(int attribute, InetSocketAddress address) {
        int start = bytes.position();
        int end = xorAddress(bytes.array(), start, attribute, address, transactionId);
        bytes.position(end);
        return this;
    }

    /// Writes an XOR- address attribute (RFC 8489 §14.2).
    ///
    /// @return where the next attribute starts
    static int xorAddress(
            byte[] into, int at, int attribute, InetSocketAddress address, byte[] transactionId) {
        byte[] ip = address.getAddress().getAddress();
        ByteBuffer out = ByteBuffer.wrap(into, at, 8 + ip.length);
        out.putShort((short) attribute).putShort((short) (4 + ip.length));
        out.put((byte) 0).put((byte) (ip.length == 4 ? 1 : 2));
        out.putShort((short) (address.getPort() ^ TurnMessage.MAGIC_COOKIE >>> 16));
        for (int i = 0; i < ip.length; i++) {
            int mask =
                    i < 4 ? TurnMessage.MAGIC_COOKIE >>> (24 - 8 * i) : transactionId[i - 4] & 0xff;
            out.put((byte) (ip[i] ^ mask));
        }
        return out.position();
    }

    /// Adds USERNAME, REALM, NONCE and MESSAGE-INTEGRITY (RFC 8489 §9.2.3).
    TurnWriter authenticate(LongTermKey key) {
        text(TurnAttribute.USERNAME, key.username());
        text(TurnAttribute.REALM, key.realm());
        text(TurnAttribute.NONCE, key.nonce());
        int covered = announce(TurnMessage.INTEGRITY_BYTES);
        return bytes(TurnAttribute.MESSAGE_INTEGRITY, key.integrity(bytes.array(), covered));
    }

    /// Adds FINGERPRINT. The writer is spent.
    byte[] finish() {
        int covered = announce(4);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, covered);
        uint32(TurnAttribute.FINGERPRINT, (int) crc.getValue() ^ TurnMessage.FINGERPRINT_XOR);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /// Writes the message length as if an attribute of so many bytes followed, which is what both
    /// checksums cover.
    private int announce(int valueBytes) {
        int length = bytes.position() - TurnMessage.HEADER_BYTES + 4 + valueBytes;
        bytes.putShort(2, (short) length);
        return bytes.position();
    }
}
