package org.moqgateway.core.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A second, slow implementation of SRTP, written from RFC 3711 and RFC 7714 with Java's own
/// ciphers, to check the product's against.
final class ReferenceSrtp {

    static final int LABEL_RTP_KEY = 0;
    static final int LABEL_RTP_AUTH = 1;
    static final int LABEL_RTP_SALT = 2;
    static final int LABEL_RTCP_KEY = 3;
    static final int LABEL_RTCP_AUTH = 4;
    static final int LABEL_RTCP_SALT = 5;

    private ReferenceSrtp() {}

    /// RFC 3711 §4.3.1 with a key derivation rate of zero.
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] iv = Arrays.copyOf(masterSalt, 16);
        iv[7] ^= (byte) label;
        return ctr(masterKey, iv, new byte[length]);
    }

    static byte[] protectRtp(
            SrtpProfile profile, byte[] key, byte[] salt, long index, byte[] packet) {
        byte[] sessionKey = derive(key, salt, LABEL_RTP_KEY, profile.keyBytes());
        byte[] sessionSalt = derive(key, salt, LABEL_RTP_SALT, profile.saltBytes());
        int ssrc = ByteBuffer.wrap(packet).getInt(8);
        if (profile != SrtpProfile.AES_CM_128_HMAC_SHA1_80) {
            return gcmRtp(sessionKey, sessionSalt, index, packet);
        }
        byte[] encrypted = cm(sessionKey, sessionSalt, ssrc, index, packet, 12);
        byte[] roc = ByteBuffer.allocate(4).putInt((int) (index >>> 16)).array();
        byte[] authKey = derive(key, salt, LABEL_RTP_AUTH, 20);
        return concat(encrypted, hmac80(authKey, concat(encrypted, roc)));
    }

    static byte[] protectRtcp(
            SrtpProfile profile, byte[] key, byte[] salt, int index, byte[] packet) {
        byte[] sessionKey = derive(key, salt, LABEL_RTCP_KEY, profile.keyBytes());
        byte[] sessionSalt = derive(key, salt, LABEL_RTCP_SALT, profile.saltBytes());
        int ssrc = ByteBuffer.wrap(packet).getInt(4);
        byte[] flag = ByteBuffer.allocate(4).putInt(index | 0x80000000).array();
        if (profile != SrtpProfile.AES_CM_128_HMAC_SHA1_80) {
            return gcmRtcp(sessionKey, sessionSalt, index, packet);
        }
        byte[] encrypted = concat(cm(sessionKey, sessionSalt, ssrc, index, packet, 8), flag);
        byte[] authKey = derive(key, salt, LABEL_RTCP_AUTH, 20);
        return concat(encrypted, hmac80(authKey, encrypted));
    }

    /// RFC 7714 §8.1, §8.2, for a packet with a 12-byte header.
    static byte[] gcmRtp(byte[] sessionKey, byte[] sessionSalt, long index, byte[] packet) {
        ByteBuffer iv = ByteBuffer.allocate(12).putShort((short) 0);
        iv.putInt(ByteBuffer.wrap(packet).getInt(8));
        iv.putInt((int) (index >>> 16)).putShort((short) index);
        byte[] header = Arrays.copyOf(packet, 12);
        return concat(header, gcm(sessionKey, xor(iv.array(), sessionSalt), header, packet, 12));
    }

    /// RFC 7714 §9.1, §9.2.
    static byte[] gcmRtcp(byte[] sessionKey, byte[] sessionSalt, int index, byte[] packet) {
        ByteBuffer iv = ByteBuffer.allocate(12).putShort((short) 0);
        iv.putInt(ByteBuffer.wrap(packet).getInt(4)).putShort((short) 0).putInt(index);
        byte[] header = Arrays.copyOf(packet, 8);
        byte[] flag = ByteBuffer.allocate(4).putInt(index | 0x80000000).array();
        byte[] sealed =
                gcm(sessionKey, xor(iv.array(), sessionSalt), concat(header, flag), packet, 8);
        return concat(concat(header, sealed), flag);
    }

    private static byte[] cm(
            byte[] key, byte[] salt, int ssrc, long index, byte[] packet, int headerBytes) {
        ByteBuffer iv = ByteBuffer.allocate(16).putInt(0).putInt(ssrc);
        iv.putShort((short) (index >>> 32)).putInt((int) index).putShort((short) 0);
        byte[] payload = Arrays.copyOfRange(packet, headerBytes, packet.length);
        byte[] counter = xor(iv.array(), Arrays.copyOf(salt, 16));
        return concat(Arrays.copyOf(packet, headerBytes), ctr(key, counter, payload));
    }

    private static byte[] ctr(byte[] key, byte[] iv, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] gcm(byte[] key, byte[] iv, byte[] aad, byte[] packet, int headerBytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(128, iv));
            cipher.updateAAD(aad);
            return cipher.doFinal(packet, headerBytes, packet.length - headerBytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac80(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return Arrays.copyOf(mac.doFinal(data), 10);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] result = a.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= b[i];
        }
        return result;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }
}
