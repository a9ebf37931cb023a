package org.moqgateway.moq.transport.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Certificates and keys in PEM files, as certificate authorities and `openssl` write them. Blocks.
public final class PemFiles {
    private PemFiles() {}

    /// A server's key and certificate chain.
    ///
    /// @param chain the server's certificate first, then its issuers
    /// @param key PKCS #8, PKCS #1 or SEC 1, not encrypted
    /// @throws IOException naming the file and what is wrong with it, also when the key is not that
    ///     of the first certificate
    public static TlsIdentity identity(Path chain, Path key) throws IOException {
        TlsIdentity identity = new TlsIdentity(privateKey(key), certificates(chain));
        if (!belong(identity.key(), identity.certificate().getPublicKey())) {
            throw new IOException(
                    "the key in " + key + " is not that of the first certificate in " + chain);
        }
        return identity;
    }

    /// Every certificate of a file, in its order; at least one.
    ///
    /// @throws IOException naming the file and what is wrong with it
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw new IOException("a certificate in " + file + " is broken", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("no certificate in " + file);
        }
        return certificates;
    }

    /// The first private key of a file.
    ///
    /// @throws IOException naming the file and what is wrong with it
    public static PrivateKey privateKey(Path file) throws IOException {
        for (Object object : objects(file)) {
            if (object instanceof PEMKeyPair pair) {
                return convert(pair.getPrivateKeyInfo(), file);
            }
            if (object instanceof PrivateKeyInfo info) {
                return convert(info, file);
            }
        }
        throw new IOException("no private key, or only an encrypted one, in " + file);
    }

    private static PrivateKey convert(PrivateKeyInfo info, Path file) throws IOException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (PEMException e) {
            throw new IOException("the key in " + file + " is broken: " + e.getMessage(), e);
        }
    }

    private static List<Object> objects(Path file) throws IOException {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (IOException | RuntimeException e) {
            throw new IOException("cannot read " + file + " as PEM: " + e.getMessage(), e);
        }
        return objects;
    }

    /// A signature tells for every kind of key, unlike a comparison of their parts.
    private static boolean belong(PrivateKey key, PublicKey certified) throws IOException {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    case String other -> other;
                };
        try {
            byte[] sample = new byte[32];
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
