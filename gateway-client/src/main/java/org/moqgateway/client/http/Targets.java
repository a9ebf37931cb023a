package org.moqgateway.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.moqgateway.client.http.SignallingException.Kind;
import org.moqgateway.core.net.AddressScope;
import org.moqgateway.moq.transport.tls.CertificateTrust;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// Finds servers and decides whether they may be asked. Any thread.
final class Targets {
    private final OkHttpClient base;
    private final HostLookup lookup;
    private final Map<List<X509Certificate>, Tls> tls = new ConcurrentHashMap<>();

    Targets(OkHttpClient base, HostLookup lookup) {
        this.base = base;
        this.lookup = lookup;
    }

    /// The server of a URL that the owner has typed, wherever it is.
    Target typed(Endpoint endpoint, HttpUrl url, Deadline deadline)
            throws IOException, InterruptedException {
        return target(endpoint, url, resolve(url, deadline));
    }

    /// The server of a URL that another server has named.
    ///
    /// @throws SignallingException when it may not be asked
    Target named(Endpoint endpoint, HttpUrl url, Target by, Deadline deadline)
            throws IOException, InterruptedException, SignallingException {
        if (by.serves(url)) {
            return by;
        }
        if (by.origin().isHttps() && !url.isHttps()) {
            throw refused(by, url, "which is not encrypted any more");
        }
        List<InetAddress> found = resolve(url, deadline);
        List<InetAddress> permitted = ReachRule.permitted(by.addresses(), found, lookup);
        if (permitted.isEmpty()) {
            InetAddress first = found.getFirst();
            String where = place(lookup.scope(first)) + " (" + first.getHostAddress() + ")";
            throw refused(by, url, "which is " + where);
        }
        return target(endpoint, url, permitted);
    }

    private static SignallingException refused(Target by, HttpUrl url, String why) {
        return new SignallingException(
                Kind.BROKEN,
                0,
                Optional.empty(),
                Words.origin(by.origin())
                        + " sends us to "
                        + Words.of(url)
                        + ", "
                        + why
                        + ": not followed; if that is right, use that URL itself");
    }

    private static String place(AddressScope scope) {
        return switch (scope) {
            case PUBLIC -> "on the Internet";
            case PRIVATE -> "in a private network";
            case LOOPBACK -> "this machine";
            case LINK_LOCAL -> "an address of the local link";
            case NOWHERE -> "no host's address";
        };
    }

    /// The machine's resolver knows no deadline, so another thread waits for it.
    private List<InetAddress> resolve(HttpUrl url, Deadline deadline)
            throws IOException, InterruptedException {
        FutureTask<List<InetAddress>> question = new FutureTask<>(() -> lookup.resolve(url.host()));
        Thread.ofVirtual().name("resolve").start(question);
        try {
            List<InetAddress> found = question.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            if (found.isEmpty()) {
                throw new UnknownHostException(url.host());
            }
            return found;
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no address of " + url.host());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            question.cancel(true);
        }
    }

    private Target target(Endpoint endpoint, HttpUrl url, List<InetAddress> addresses)
            throws IOException {
        CheckedSockets sockets = new CheckedSockets(addresses);
        Duration connect = endpoint.connectTimeout();
        // Connections are shared by clients of the same resolver alone; each target has its own.
        OkHttpClient.Builder client =
                base.newBuilder()
                        .dns(host -> addresses)
                        .socketFactory(sockets)
                        .connectTimeout(connect)
                        .readTimeout(endpoint.requestTimeout())
                        .writeTimeout(endpoint.requestTimeout());
        if (url.isHttps()) {
            Tls encryption = tls(endpoint.roots());
            client.sslSocketFactory(encryption.factory(), encryption.manager());
        }
        return new Target(url, addresses, sockets, client.build());
    }

    /// The platform's roots take long to load, and mostly all endpoints trust the same.
    private Tls tls(List<X509Certificate> roots) throws IOException {
        Tls known = tls.get(roots);
        if (known != null) {
            return known;
        }
        TlsTrust trust =
                roots.isEmpty() ? new TlsTrust.SystemRoots() : new TlsTrust.CustomRoots(roots);
        try {
            X509ExtendedTrustManager manager = CertificateTrust.of(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            Tls made = new Tls(context.getSocketFactory(), manager);
            Tls other = tls.putIfAbsent(roots, made);
            return other == null ? made : other;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    private record Tls(SSLSocketFactory factory, X509ExtendedTrustManager manager) {}
}
