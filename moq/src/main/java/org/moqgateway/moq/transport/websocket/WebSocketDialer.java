package org.moqgateway.moq.transport.websocket;

import java.io.IOException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.qmux.Subprotocol;
import org.moqgateway.moq.transport.tls.CertificateTrust;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// Dials `wss://` and `ws://` with OkHttp: the address it is given and no other, no proxy, no
/// redirect. Safe for many threads.
public final class WebSocketDialer implements Dialer {
    /// A socket fails when its ping was not answered by the next.
    private static final Duration PING = Duration.ofSeconds(15);

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private final OkHttpClient base;
    private volatile @Nullable Tls lastTls;

    private final QuicLimits limits;

    /// A dialer with the usual limits.
    public WebSocketDialer() {
        this(QuicLimits.DEFAULT);
    }

    /// A dialer with threads of its own, which are virtual.
    ///
    /// @param limits what a server may do
    public WebSocketDialer(QuicLimits limits) {
        this.limits = limits;
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        // An open WebSocket counts as a running call.
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        base =
                new OkHttpClient.Builder()
                        .dispatcher(dispatcher)
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .retryOnConnectionFailure(false)
                        .fastFallback(false)
                        .pingInterval(PING)
                        .addInterceptor(WebSocketDialer::withoutExtensions)
                        .build();
    }

    @Override
    public Connection dial(DialTarget target) throws IOException, InterruptedException {
        List<String> offered = Subprotocol.offers(target.protocols(), false);
        Request request =
                new Request.Builder()
                        .url(url(target))
                        .header("Sec-WebSocket-Protocol", String.join(", ", offered))
                        .build();
        MessageBound bound = new MessageBound();
        ClientPipe pipe = new ClientPipe(target, offered, limits, bound);
        WebSocket socket = client(target, bound).newWebSocket(request, pipe);
        boolean connected = false;
        try {
            Connection connection =
                    pipe.established().get(target.timeout().toNanos(), TimeUnit.NANOSECONDS);
            connected = true;
            return connection;
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(
                    "no WebSocket at " + target.address() + " within " + target.timeout());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            if (!connected) {
                pipe.established().cancel(false);
                socket.cancel();
            }
        }
    }

    /// Media does not become smaller by compression, and a compressed message of a hostile server
    /// may grow a thousandfold.
    private static Response withoutExtensions(Interceptor.Chain chain) throws IOException {
        Request request = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
        return chain.proceed(request).newBuilder().removeHeader(EXTENSIONS).build();
    }

    private static String url(DialTarget target) throws IOException {
        String scheme = scheme(target);
        if (!scheme.equals("wss") && !scheme.equals("ws")) {
            throw new IOException("not a WebSocket scheme: " + scheme);
        }
        return scheme + "://" + target.uri().getRawAuthority() + target.target();
    }

    private static String scheme(DialTarget target) {
        return String.valueOf(target.uri().getScheme()).toLowerCase(Locale.ROOT);
    }

    private OkHttpClient client(DialTarget target, MessageBound bound) throws IOException {
        OkHttpClient.Builder builder =
                base.newBuilder()
                        .socketFactory(bound)
                        .dns(host -> List.of(target.address().getAddress()))
                        .connectTimeout(target.timeout())
                        .readTimeout(target.timeout());
        if (scheme(target).equals("wss")) {
            Tls encryption = tls(target.trust());
            builder.sslSocketFactory(encryption.factory(), encryption.manager());
            if (!CertificateTrust.bindsNames(target.trust())) {
                builder.hostnameVerifier((host, session) -> true);
            }
        }
        return builder.build();
    }

    /// The platform's roots take long to load, and mostly all dials trust the same.
    private Tls tls(TlsTrust trust) throws IOException {
        Tls known = lastTls;
        if (known != null && known.trust().equals(trust)) {
            return known;
        }
        try {
            X509ExtendedTrustManager manager = CertificateTrust.of(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            Tls made = new Tls(trust, context.getSocketFactory(), manager);
            lastTls = made;
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    private record Tls(
            TlsTrust trust, SSLSocketFactory factory, X509ExtendedTrustManager manager) {}
}
