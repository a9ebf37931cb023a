package org.moqgateway.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.moqgateway.moq.transport.tls.IdentityKeys;

/// Puts HTTP or HTTPS on the bound socket.
final class HttpConnectors {
    private static final long SHUTDOWN_IDLE_MILLIS = 100;

    private HttpConnectors() {}

    static Connector connector(
            Server server,
            HttpConfiguration http,
            HttpListener listener,
            ConnectionGuard guard,
            HttpBackend.TlsBackend tls) {
        ServerConnector connector = new ServerConnector(server, 1, 1, factories(http, tls));
        connector.setIdleTimeout(guard.limits().idleTimeout().toMillis());
        // Less than the second that a stop waits: a connection that rests would outlast it, and the
        // stop would end in an exception.
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        connector.addBean(guard, false);
        try {
            connector.open(listener.channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    private static ConnectionFactory[] factories(
            HttpConfiguration http, HttpBackend.TlsBackend tls) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (!tls.https()) {
            return new ConnectionFactory[] {plain};
        }
        // Clients reach this server by whatever name they have for it.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(context(tls));
        return new ConnectionFactory[] {new SslConnectionFactory(ssl, plain.getProtocol()), plain};
    }

    private static SSLContext context(HttpBackend.TlsBackend tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new IdentityKeys(tls.identity())}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
