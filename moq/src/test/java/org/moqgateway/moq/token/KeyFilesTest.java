package org.moqgateway.moq.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");
    private static final TokenClaims CLAIMS = TokenClaims.of("", List.of(""), List.of());

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesASecretForItsOwnerAlone(boolean base64) throws Exception {
        Path file = directory.resolve("key.jwk");
        TokenKey key = TokenKey.generate(TokenAlgorithm.HS256);

        KeyFiles.write(file, key, base64);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith(base64 ? "eyJ" : "{\"alg\"");
        assertThat(KeyFiles.read(file).verify(key.sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
    }

    @Test
    void tightensAndReplacesAFileThatExists() throws Exception {
        Path file = directory.resolve("key.jwk");
        Files.writeString(file, "x".repeat(10_000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        TokenKey key = TokenKey.generate(TokenAlgorithm.EdDSA);

        KeyFiles.write(file, key, false);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(KeyFiles.read(file).toJson()).isEqualTo(key.toJson());
    }

    @Test
    void leavesAPublicKeyReadable() throws Exception {
        Path file = directory.resolve("public.jwk");
        Path ordinary = Files.writeString(directory.resolve("ordinary"), "");

        KeyFiles.write(file, TokenKey.generate(TokenAlgorithm.ES256).toPublic(), false);

        assertThat(mode(file)).isEqualTo(mode(ordinary));
    }

    @Test
    void findsTheKeysOfADirectoryByName() throws Exception {
        TokenKey key = TokenKey.generate(TokenAlgorithm.HS256, "one");
        KeyFiles.write(directory.resolve("one.jwk"), key, false);
        TokenVerifier verifier = new TokenVerifier(KeySource.directory(directory));
        TokenKey other = TokenKey.generate(TokenAlgorithm.HS256, "two");

        assertThat(verifier.verify(key.sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
        refused(TokenException.Reason.UNKNOWN_KEY, verifier, other.sign(CLAIMS));

        KeyFiles.write(directory.resolve("two.jwk"), other, true);
        Files.delete(directory.resolve("one.jwk"));

        assertThat(verifier.verify(other.sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
        refused(TokenException.Reason.UNKNOWN_KEY, verifier, key.sign(CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../key", "a/b", "key.jwk", "ä"})
    void readsNoFileOfAStrangeName(String id) {
        KeySource keys = KeySource.directory(directory);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> keys.key(Optional.of(id), NOW))
                .extracting(TokenException::reason)
                .isEqualTo(TokenException.Reason.UNKNOWN_KEY);
    }

    @Test
    void needsANameToFindAKeyInADirectory() throws Exception {
        KeySource keys = KeySource.directory(directory);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> keys.key(Optional.empty(), NOW))
                .withMessageContaining("kid");
    }

    @Test
    void takesTheKeyOfAFileForEveryToken() throws Exception {
        Path file = directory.resolve("key.jwk");
        TokenKey key = TokenKey.generate(TokenAlgorithm.HS256);
        KeyFiles.write(file, key, false);
        TokenVerifier verifier = new TokenVerifier(KeySource.file(file));

        assertThat(verifier.verify(key.sign(CLAIMS), NOW)).isEqualTo(CLAIMS);
    }

    @Test
    void saysWhenAFileIsNoKey() throws Exception {
        Files.writeString(directory.resolve("bad.jwk"), "hello");
        KeySource keys = KeySource.directory(directory);

        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> keys.key(Optional.of("bad"), NOW))
                .extracting(TokenException::reason)
                .isEqualTo(TokenException.Reason.BAD_KEY);
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void refused(
            TokenException.Reason reason, TokenVerifier verifier, String token) {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> verifier.verify(token, NOW))
                .extracting(TokenException::reason)
                .isEqualTo(reason);
    }
}
