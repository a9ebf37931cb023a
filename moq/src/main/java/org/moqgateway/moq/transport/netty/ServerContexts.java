package org.moqgateway.moq.transport.netty;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.tls.TlsIdentity;

/// The TLS context of a server's present identity. Any loop; made anew when the identity changes.
final class ServerContexts {
    private final Supplier<TlsIdentity> identities;
    private final String[] protocols;
    private volatile @Nullable Current current;

    private record Current(TlsIdentity identity, QuicSslContext context) {}

    ServerContexts(Supplier<TlsIdentity> identities, List<String> protocols) {
        this.identities = identities;
        this.protocols = protocols.toArray(String[]::new);
    }

    @SuppressWarnings("ReferenceEquality")
    QuicSslContext get() {
        TlsIdentity identity = identities.get();
        Current known = current;
        if (known == null || known.identity != identity) {
            known = new Current(identity, context(identity));
            current = known;
        }
        return known.context;
    }

    private QuicSslContext context(TlsIdentity identity) {
        return QuicSslContextBuilder.forServer(
                        identity.key(), null, identity.chain().toArray(X509Certificate[]::new))
                .applicationProtocols(protocols)
                .earlyData(false)
                .build();
    }
}
