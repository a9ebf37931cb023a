package org.moqgateway.core.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/// The client's answers to BouncyCastle's questions.
final class SrtpTlsClient extends DefaultTlsClient {

    private final PeerPolicy policy;

    SrtpTlsClient(PeerPolicy policy) {
        super(PeerPolicy.CRYPTO);
        this.policy = policy;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return PeerPolicy.VERSIONS;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return PeerPolicy.ALL_SUITES;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    protected Vector getSupportedGroups(Vector roles) {
        return new Vector<>(List.of(NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1));
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return PeerPolicy.signatureAlgorithms();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return (int) policy.settings().handshakeDeadline().toMillis();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return (int) policy.settings().resendDelay().toMillis();
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return DtlsGuard.MOST_MESSAGE_BYTES;
    }

    /// The keys are exported, which RFC 7627 §5.4 forbids without it.
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /// A self-signed certificate's own signature proves nothing; its fingerprint does.
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        PeerPolicy.offerProfiles(extensions);
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(@Nullable Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        policy.acceptProfile(extensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate)
                    throws IOException {
                policy.verify(certificate.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request)
                    throws IOException {
                return policy.credentials(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        policy.export(context);
    }
}
