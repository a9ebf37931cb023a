package org.moqgateway.moq.transport.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Turns a [TlsTrust] into what every TLS stack of Java asks.
public final class CertificateTrust {
    private CertificateTrust() {}

    /// A trust manager for clients. Whether it compares names is up to the endpoint identification
    /// of the engine or socket, which must be `HTTPS` exactly when [#bindsNames].
    ///
    /// @throws IOException when the roots cannot be loaded
    public static X509ExtendedTrustManager of(TlsTrust trust) throws IOException {
        return switch (trust) {
            case TlsTrust.SystemRoots _ -> platform(null);
            case TlsTrust.CustomRoots custom -> platform(store(custom.roots()));
            case TlsTrust.Pinned pinned -> new PinnedTrust(pinned.sha256());
            case TlsTrust.Anything _ -> new PinnedTrust(null);
        };
    }

    /// Whether a certificate must also bear the host's name. One that is pinned need not.
    public static boolean bindsNames(TlsTrust trust) {
        return switch (trust) {
            case TlsTrust.SystemRoots _, TlsTrust.CustomRoots _ -> true;
            case TlsTrust.Pinned _, TlsTrust.Anything _ -> false;
        };
    }

    private static X509ExtendedTrustManager platform(@Nullable KeyStore roots) throws IOException {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            for (TrustManager candidate : factory.getTrustManagers()) {
                if (candidate instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new IOException("this Java evaluates no X.509 certificates");
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot load the trusted certificates: " + e.getMessage(), e);
        }
    }

    private static KeyStore store(List<X509Certificate> roots) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root-" + i, roots.get(i));
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot load the trusted certificates: " + e.getMessage(), e);
        }
    }

    /// Believes the certificates with the given fingerprints, or every one.
    private static final class PinnedTrust extends X509ExtendedTrustManager {
        private final @Nullable List<String> fingerprints;

        PinnedTrust(@Nullable List<String> fingerprints) {
            this.fingerprints = fingerprints;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            if (fingerprints == null) {
                return;
            }
            String shown = chain.length == 0 ? "none" : Fingerprint.sha256(chain[0]);
            if (!fingerprints.contains(shown)) {
                throw new CertificateException("not the pinned certificate, but " + shown);
            }
            chain[0].checkValidity();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException("clients are not asked for certificates");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
