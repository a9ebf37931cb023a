package org.moqgateway.moq.transport.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A certificate that nobody vouches for, to be pinned by its fingerprint: ECDSA P-256 and valid
/// for less than 14 days, which is what browsers ask of `serverCertificateHashes`. Any thread.
///
/// A new one is made when three days of the old are left: ask [#get] for each handshake.
public final class SelfSigned implements Supplier<TlsIdentity> {
    private static final Duration LIFETIME = Duration.ofDays(14).minusMinutes(10);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration RENEWAL = Duration.ofDays(3);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Set<String> hosts;
    private final InstantSource clock;
    private @Nullable TlsIdentity current;

    private SelfSigned(List<String> hosts, InstantSource clock) {
        this.hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        this.hosts.addAll(hosts);
        this.clock = clock;
    }

    /// For localhost and the given host names and addresses.
    public static SelfSigned forHosts(List<String> hosts) {
        return forHosts(hosts, InstantSource.system());
    }

    /// Likewise, on a clock of one's own.
    public static SelfSigned forHosts(List<String> hosts, InstantSource clock) {
        return new SelfSigned(hosts, clock);
    }

    /// The present key and certificate; the same object until they are renewed.
    @Override
    public synchronized TlsIdentity get() {
        TlsIdentity known = current;
        Instant now = clock.instant();
        if (known == null || tooOld(known, now)) {
            known = issue(now);
            current = known;
        }
        return known;
    }

    private static boolean tooOld(TlsIdentity identity, Instant now) {
        Instant end = identity.certificate().getNotAfter().toInstant();
        return now.isAfter(end.minus(RENEWAL));
    }

    private TlsIdentity issue(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new TlsIdentity(pair.getPrivate(), List.of(certificate(pair, now)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    private X509Certificate certificate(KeyPair pair, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=moq-gateway");
        Instant begin = now.minus(CLOCK_SKEW);
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()).setBit(63),
                        Date.from(begin),
                        Date.from(begin.plus(LIFETIME)),
                        name,
                        pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, names());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(pair.getPrivate())));
    }

    private GeneralNames names() {
        return new GeneralNames(
                hosts.stream()
                        .map(host -> new GeneralName(kind(host), host))
                        .toArray(GeneralName[]::new));
    }

    private static int kind(String host) {
        return ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName;
    }
}
