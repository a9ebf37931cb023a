package org.moqgateway.moq.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Optional;

/// How tokens are signed (RFC 7518 §3.1, RFC 8037). The names are those of JOSE.
public enum TokenAlgorithm {
    /// HMAC with SHA-256: one secret signs and verifies.
    HS256(KeyKind.SECRET),
    /// HMAC with SHA-384.
    HS384(KeyKind.SECRET),
    /// HMAC with SHA-512.
    HS512(KeyKind.SECRET),
    /// RSA PKCS #1 v1.5 with SHA-256.
    RS256(KeyKind.RSA),
    /// RSA PKCS #1 v1.5 with SHA-384.
    RS384(KeyKind.RSA),
    /// RSA PKCS #1 v1.5 with SHA-512.
    RS512(KeyKind.RSA),
    /// RSA-PSS with SHA-256.
    PS256(KeyKind.RSA),
    /// RSA-PSS with SHA-384.
    PS384(KeyKind.RSA),
    /// RSA-PSS with SHA-512.
    PS512(KeyKind.RSA),
    /// ECDSA with P-256 and SHA-256.
    ES256(KeyKind.EC),
    /// ECDSA with P-384 and SHA-384.
    ES384(KeyKind.EC),
    /// Ed25519.
    EdDSA(KeyKind.ED25519);

    /// What a key consists of.
    enum KeyKind {
        SECRET,
        RSA,
        EC,
        ED25519
    }

    private final KeyKind kind;

    TokenAlgorithm(KeyKind kind) {
        this.kind = kind;
    }

    KeyKind kind() {
        return kind;
    }

    /// Bytes of the shortest secret: those of the hash (RFC 7518 §3.2); 0 for a pair of keys.
    int secretBytes() {
        return switch (this) {
            case HS256 -> 32;
            case HS384 -> 48;
            case HS512 -> 64;
            case RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA -> 0;
        };
    }

    JWSAlgorithm jose() {
        return JWSAlgorithm.parse(name());
    }

    /// The algorithm of that name; empty for every other text. Case matters.
    public static Optional<TokenAlgorithm> of(String name) {
        for (TokenAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
