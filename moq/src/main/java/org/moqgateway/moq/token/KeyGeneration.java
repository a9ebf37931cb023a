package org.moqgateway.moq.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Set;

/// Makes keys.
final class KeyGeneration {
    private static final int RSA_BITS = 2048;

    private KeyGeneration() {}

    static TokenKey generate(TokenAlgorithm algorithm, String id) {
        try {
            return new TokenKey(
                    algorithm,
                    jwk(algorithm, id),
                    Set.of(KeyOperation.SIGN, KeyOperation.VERIFY),
                    null);
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java can't make a key for " + algorithm, e);
        }
    }

    private static JWK jwk(TokenAlgorithm algorithm, String id) throws JOSEException {
        return switch (algorithm) {
            case HS256, HS384, HS512 ->
                    new OctetSequenceKeyGenerator(algorithm.secretBytes() * 8).keyID(id).generate();
            case RS256, RS384, RS512, PS256, PS384, PS512 ->
                    new RSAKeyGenerator(RSA_BITS).keyID(id).generate();
            case ES256 -> new ECKeyGenerator(Curve.P_256).keyID(id).generate();
            case ES384 -> new ECKeyGenerator(Curve.P_384).keyID(id).generate();
            case EdDSA -> new OctetKeyPair.Builder(Ed25519.generate()).keyID(id).build();
        };
    }
}
