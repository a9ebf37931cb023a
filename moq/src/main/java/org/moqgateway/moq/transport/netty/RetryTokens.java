package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Asks a client to prove its address (Retry, RFC 9000 §8.1.2) while many handshakes are pending.
///
///     issued, ms  8 bytes
///     proof      16 bytes   HMAC-SHA256 of what precedes, the client's address and port, and what
///                           follows
///     connection id that the client chose first, up to 20 bytes
///
/// Belongs to one codec, and so to one loop; the key may be shared.
final class RetryTokens implements QuicTokenHandler {
    private static final int PROOF_BYTES = 16;
    private static final int HEAD_BYTES = Long.BYTES + PROOF_BYTES;
    private static final long LIFETIME_MILLIS = 10_000;
    private static final int INVALID = -1;

    private final Mac mac;
    private final BooleanSupplier busy;
    private final LongSupplier clockMillis;

    /// @param key of [#newKey]
    /// @param busy whether new clients must prove their address
    RetryTokens(byte[] key, BooleanSupplier busy, LongSupplier clockMillis) {
        this.busy = busy;
        this.clockMillis = clockMillis;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    static byte[] newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf dcid, InetSocketAddress address) {
        if (!busy.getAsBoolean()) {
            return false;
        }
        long now = clockMillis.getAsLong();
        byte[] chosen = bytes(dcid, dcid.readerIndex(), dcid.readableBytes());
        out.writeLong(now).writeBytes(proof(now, address, chosen)).writeBytes(chosen);
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        int length = token.readableBytes();
        if (length <= HEAD_BYTES || length > maxTokenLength()) {
            return INVALID;
        }
        int start = token.readerIndex();
        long issued = token.getLong(start);
        long age = clockMillis.getAsLong() - issued;
        byte[] given = bytes(token, start + Long.BYTES, PROOF_BYTES);
        byte[] chosen = bytes(token, start + HEAD_BYTES, length - HEAD_BYTES);
        boolean ours = MessageDigest.isEqual(given, proof(issued, address, chosen));
        return ours && age >= 0 && age <= LIFETIME_MILLIS ? HEAD_BYTES : INVALID;
    }

    private byte[] proof(long issued, InetSocketAddress address, byte[] chosen) {
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, issued));
        mac.update(address.getAddress().getAddress());
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, address.getPort()));
        return Arrays.copyOf(mac.doFinal(chosen), PROOF_BYTES);
    }

    private static byte[] bytes(ByteBuf from, int index, int length) {
        byte[] bytes = new byte[length];
        from.getBytes(index, bytes);
        return bytes;
    }

    @Override
    public int maxTokenLength() {
        return HEAD_BYTES + Quic.MAX_CONN_ID_LEN;
    }
}
