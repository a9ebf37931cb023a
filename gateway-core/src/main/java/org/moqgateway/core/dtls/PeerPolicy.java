package org.moqgateway.core.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpProfile;

/// What client and server have in common: what they offer, whom they trust, what they make of it.
/// One per connection, confined to its thread.
final class PeerPolicy {

    /// Java's own ciphers. Shared: it has no state but its random generator.
    static final JcaTlsCrypto CRYPTO = new JcaTlsCryptoProvider().create(new SecureRandom());

    static final ProtocolVersion[] VERSIONS = ProtocolVersion.DTLSv12.only();

    /// AES-GCM alone, which every peer has (RFC 8827 §6.5): the guard knows how short its records
    /// can be.
    static final int[] ECDSA_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    };

    /// As a client we also take a server with an RSA certificate.
    static final int[] ALL_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    };

    private static final byte[] NO_MKI = {};

    private final DtlsSettings settings;
    private @Nullable DtlsFailure failure;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeyingMaterial keys;

    PeerPolicy(DtlsSettings settings) {
        this.settings = settings;
    }

    DtlsSettings settings() {
        return settings;
    }

    /// Why we refused the peer, if we did.
    @Nullable DtlsFailure failure() {
        return failure;
    }

    @Nullable SrtpKeyingMaterial keys() {
        return keys;
    }

    TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        DtlsCertificate certificate = settings.certificate();
        TlsCertificate[] chain = {CRYPTO.createCertificate(certificate.encoded())};
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                CRYPTO,
                certificate.privateKey(),
                new Certificate(chain),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /// ECDSA for every peer of today; RSA for the certificates of old ones.
    @SuppressWarnings("JdkObsolete")
    static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (short hash :
                new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            algorithms.add(new SignatureAndHashAlgorithm(hash, SignatureAlgorithm.ecdsa));
            algorithms.add(new SignatureAndHashAlgorithm(hash, SignatureAlgorithm.rsa));
        }
        algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
        return algorithms;
    }

    /// RFC 8827 §6.5: the certificate is trusted because its fingerprint stands in the description,
    /// and for no other reason.
    void verify(@Nullable Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw refuse(DtlsFailure.NO_CERTIFICATE, AlertDescription.handshake_failure);
        }
        byte[] encoded = chain.getCertificateAt(0).getEncoded();
        if (settings.peerFingerprints().stream().noneMatch(print -> print.matches(encoded))) {
            throw refuse(DtlsFailure.FINGERPRINT_MISMATCH, AlertDescription.bad_certificate);
        }
    }

    /// The server's choice: our order of preference, among what the client offers.
    void chooseProfile(@Nullable Hashtable<?, ?> clientExtensions) throws IOException {
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        List<SrtpProfile> known = offered == null ? List.of() : profiles(offered);
        for (SrtpProfile ours : SrtpProfile.values()) {
            if (profile == null && known.contains(ours)) {
                profile = ours;
            }
        }
        if (profile == null) {
            throw refuse(DtlsFailure.NO_SRTP_PROFILE, AlertDescription.handshake_failure);
        }
    }

    /// The client's side of the choice.
    void acceptProfile(@Nullable Hashtable<?, ?> serverExtensions) throws IOException {
        UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        List<SrtpProfile> one = chosen == null ? List.of() : profiles(chosen);
        if (chosen == null || one.size() != 1 || chosen.getMki().length != 0) {
            throw refuse(DtlsFailure.NO_SRTP_PROFILE, AlertDescription.illegal_parameter);
        }
        profile = one.getFirst();
    }

    private static List<SrtpProfile> profiles(UseSRTPData data) {
        return java.util.Arrays.stream(data.getProtectionProfiles())
                .mapToObj(SrtpProfile::ofCode)
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    /// `use_srtp` with every profile of ours.
    static void offerProfiles(Hashtable<?, ?> extensions) throws IOException {
        int[] codes =
                java.util.Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::code).toArray();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(codes, NO_MKI));
    }

    /// `use_srtp` with the chosen profile.
    void confirmProfile(Hashtable<?, ?> extensions) throws IOException {
        if (profile != null) {
            int[] codes = {profile.code()};
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(codes, NO_MKI));
        }
    }

    /// RFC 5764 §4.2. Only now, before BouncyCastle clears its secrets.
    void export(TlsContext context) throws IOException {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw refuse(DtlsFailure.NO_SRTP_PROFILE, AlertDescription.internal_error);
        }
        int length = 2 * (chosen.keyBytes() + chosen.saltBytes());
        byte[] exported = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length);
        keys = SrtpKeyingMaterial.fromExporter(chosen, exported);
    }

    private TlsFatalAlert refuse(DtlsFailure reason, short alert) {
        failure = reason;
        return new TlsFatalAlert(alert);
    }
}
