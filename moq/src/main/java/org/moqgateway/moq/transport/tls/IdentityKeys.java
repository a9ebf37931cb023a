package org.moqgateway.moq.transport.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the certificate that is current at each handshake. A handshake that began with one ends
/// with the same: its alias is the fingerprint. For servers; any thread.
public final class IdentityKeys extends X509ExtendedKeyManager {
    private final Supplier<TlsIdentity> identities;
    private final Map<String, TlsIdentity> shown = new ConcurrentHashMap<>();
    private volatile @Nullable String newest;

    /// @param identities asked at each handshake
    public IdentityKeys(Supplier<TlsIdentity> identities) {
        this.identities = identities;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return choose(keyType);
    }

    private @Nullable String choose(String keyType) {
        TlsIdentity identity = identities.get();
        if (!identity.certificate().getPublicKey().getAlgorithm().equals(keyType)) {
            return null;
        }
        String alias = Fingerprint.sha256(identity.certificate());
        String before = newest;
        if (!alias.equals(before)) {
            shown.put(alias, identity);
            newest = alias;
            // The one before may still be in the middle of a handshake; those before it are not.
            shown.keySet().removeIf(old -> !old.equals(alias) && !old.equals(before));
        }
        return alias;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        TlsIdentity identity = shown.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        TlsIdentity identity = shown.get(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
