package org.moqgateway.core.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/// The server's answers to BouncyCastle's questions.
final class SrtpTlsServer extends DefaultTlsServer {

    private final PeerPolicy policy;

    SrtpTlsServer(PeerPolicy policy) {
        super(PeerPolicy.CRYPTO);
        this.policy = policy;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return PeerPolicy.VERSIONS;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return PeerPolicy.ECDSA_SUITES;
    }

    @Override
    public int[] getSupportedGroups() {
        return new int[] {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return policy.credentials(context);
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
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, PeerPolicy.signatureAlgorithms(), null);
    }

    @Override
    public void notifyClientCertificate(@Nullable Certificate chain) throws IOException {
        policy.verify(chain);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        policy.chooseProfile(extensions);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        policy.confirmProfile(extensions);
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        policy.export(context);
    }
}
