package org.moqgateway.core.srtp;

/// The master keys of one DTLS-SRTP handshake (RFC 5764 §4.2). "Client" and "server" are the DTLS
/// roles. The arrays are copied on the way in and lent on the way out.
///
/// @param profile the negotiated profile
/// @param clientKey master key of what the DTLS client sends, [SrtpProfile#keyBytes()] long
/// @param clientSalt its master salt, [SrtpProfile#saltBytes()] long
/// @param serverKey master key of what the DTLS server sends
/// @param serverSalt its master salt
@SuppressWarnings("ArrayRecordComponent")
public record SrtpKeyingMaterial(
        SrtpProfile profile,
        byte[] clientKey,
        byte[] clientSalt,
        byte[] serverKey,
        byte[] serverSalt) {

    /// Checks the lengths and copies.
    ///
    /// @throws IllegalArgumentException if a length is not the profile's
    public SrtpKeyingMaterial {
        clientKey = copy(clientKey, profile.keyBytes());
        serverKey = copy(serverKey, profile.keyBytes());
        clientSalt = copy(clientSalt, profile.saltBytes());
        serverSalt = copy(serverSalt, profile.saltBytes());
    }

    /// Cuts the output of the TLS exporter `EXTRACTOR-dtls_srtp` into its four parts: client key,
    /// server key, client salt, server salt.
    ///
    /// @throws IllegalArgumentException if it is shorter than that
    public static SrtpKeyingMaterial fromExporter(SrtpProfile profile, byte[] exported) {
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        if (exported.length < 2 * (key + salt)) {
            throw new IllegalArgumentException("exported " + exported.length + " bytes");
        }
        return new SrtpKeyingMaterial(
                profile,
                slice(exported, 0, key),
                slice(exported, 2 * key, salt),
                slice(exported, key, key),
                slice(exported, 2 * key + salt, salt));
    }

    /// Hides the keys.
    @Override
    public String toString() {
        return "SrtpKeyingMaterial[" + profile + "]";
    }

    private static byte[] slice(byte[] from, int offset, int length) {
        return java.util.Arrays.copyOfRange(from, offset, offset + length);
    }

    private static byte[] copy(byte[] value, int expected) {
        if (value.length != expected) {
            throw new IllegalArgumentException(value.length + " bytes instead of " + expected);
        }
        return value.clone();
    }
}
