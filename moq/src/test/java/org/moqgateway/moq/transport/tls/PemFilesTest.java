package org.moqgateway.moq.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
    private final TlsIdentity identity = SelfSigned.forHosts(List.of()).get();

    @TempDir private Path folder;

    private Path write(String name, Object... objects) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    @Test
    void readsAChainInItsOrderAndItsKey() throws Exception {
        TlsIdentity issuer = SelfSigned.forHosts(List.of("issuer")).get();
        Path chain = write("chain.pem", identity.certificate(), issuer.certificate());
        Path key = write("key.pem", pkcs8(identity));
        TlsIdentity read = PemFiles.identity(chain, key);
        assertThat(read.chain()).containsExactly(identity.certificate(), issuer.certificate());
        assertThat(read.key()).isEqualTo(identity.key());
    }

    @Test
    void readsAKeyOfEitherForm() throws Exception {
        Path pkcs8 = write("pkcs8.pem", pkcs8(identity));
        assertThat(Files.readString(pkcs8)).contains("BEGIN PRIVATE KEY");
        assertThat(PemFiles.privateKey(pkcs8)).isEqualTo(identity.key());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var rsa = generator.generateKeyPair().getPrivate();
        Path pkcs1 = write("pkcs1.pem", rsa);
        assertThat(Files.readString(pkcs1)).contains("BEGIN RSA PRIVATE KEY");
        assertThat(PemFiles.privateKey(pkcs1)).isEqualTo(rsa);
        Path sec1 = write("sec1.pem", sec1((ECPrivateKey) identity.key()));
        assertThat(Files.readString(sec1)).contains("BEGIN EC PRIVATE KEY");
        assertThat(((ECPrivateKey) PemFiles.privateKey(sec1)).getS())
                .isEqualTo(((ECPrivateKey) identity.key()).getS());
    }

    private static JcaPKCS8Generator pkcs8(TlsIdentity of) throws IOException {
        return new JcaPKCS8Generator(of.key(), null);
    }

    /// As `openssl ecparam -genkey` writes it, the curve inside.
    private static PemObject sec1(ECPrivateKey key) throws IOException {
        return new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                256, key.getS(), SECObjectIdentifiers.secp256r1)
                        .getEncoded());
    }

    @Test
    void namesTheFileAndItsFault() throws Exception {
        Path chain = write("chain.pem", identity.certificate());
        Path key = write("key.pem", pkcs8(identity));
        Path other = write("other.pem", pkcs8(SelfSigned.forHosts(List.of()).get()));
        Path broken =
                Files.writeString(
                        folder.resolve("broken.pem"),
                        "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n");
        assertFault("the key in " + other, () -> PemFiles.identity(chain, other));
        assertFault("no certificate in " + key, () -> PemFiles.certificates(key));
        assertFault("no private key", () -> PemFiles.privateKey(chain));
        assertFault(
                "no such file: " + folder.resolve("absent"),
                () -> PemFiles.certificates(folder.resolve("absent")));
        assertFault(broken.toString(), () -> PemFiles.certificates(broken));
    }

    private static void assertFault(
            String text, org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOf(IOException.class).hasMessageContaining(text);
    }
}
