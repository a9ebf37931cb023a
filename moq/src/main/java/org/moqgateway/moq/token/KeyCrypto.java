package org.moqgateway.moq.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;

/// What signs and verifies with a key, by the kind of its algorithm. The key fits the algorithm:
/// [KeyJson] has seen to it.
final class KeyCrypto {
    private KeyCrypto() {}

    static JWSSigner signer(TokenAlgorithm algorithm, JWK jwk) throws JOSEException {
        return switch (algorithm.kind()) {
            case SECRET -> new MACSigner(jwk.toOctetSequenceKey());
            case RSA -> new RSASSASigner(jwk.toRSAKey());
            case EC -> new ECDSASigner(jwk.toECKey());
            case ED25519 -> new Ed25519(jwk.toOctetKeyPair());
        };
    }

    static JWSVerifier verifier(TokenAlgorithm algorithm, JWK jwk) throws JOSEException {
        return switch (algorithm.kind()) {
            case SECRET -> new MACVerifier(jwk.toOctetSequenceKey());
            case RSA -> new RSASSAVerifier(jwk.toRSAKey());
            case EC -> new ECDSAVerifier(jwk.toECKey());
            case ED25519 -> new Ed25519(jwk.toOctetKeyPair().toPublicJWK());
        };
    }
}
