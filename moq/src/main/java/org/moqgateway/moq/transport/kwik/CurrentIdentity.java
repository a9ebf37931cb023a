package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.DatagramSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.moqgateway.moq.transport.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsServerEngine;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.core.QuicConnection.QuicVersion;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.core.server.impl.ServerConnectorImpl;

/// Where Kwik gets the TLS engine of each connection from: one that shows what the server is now.
/// Connections that are open keep theirs.
final class CurrentIdentity extends TlsServerEngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentIdentity.class);
    private static final String KEY_NAME = "server";
    private static final char[] KEY_PASSWORD = {'-'};

    private final Supplier<TlsIdentity> supplier;

    /// Handshakes under way may still note their sessions in an older one.
    private final Queue<TlsServerEngineFactory> older = new ConcurrentLinkedQueue<>();

    private volatile Shown shown;

    private record Shown(TlsIdentity identity, TlsServerEngineFactory engines) {}

    private CurrentIdentity(Supplier<TlsIdentity> supplier, TlsIdentity first)
            throws GeneralSecurityException, IOException {
        super(keyStore(first), KEY_NAME, KEY_PASSWORD);
        this.supplier = supplier;
        this.shown = new Shown(first, engines(first));
    }

    /// A connector that asks the supplier at each handshake.
    ///
    /// @throws IOException when Kwik does not take the first certificate
    static ServerConnector connector(
            DatagramSocket socket,
            Supplier<TlsIdentity> supplier,
            ServerConnectionConfig config,
            PacketWatch watch)
            throws IOException {
        try {
            CurrentIdentity engines = new CurrentIdentity(supplier, supplier.get());
            // The builder takes a key store alone, and reads it once.
            Constructor<ServerConnectorImpl> constructor =
                    ServerConnectorImpl.class.getDeclaredConstructor(
                            DatagramSocket.class,
                            TlsServerEngineFactory.class,
                            List.class,
                            ServerConnectionConfig.class,
                            tech.kwik.core.log.Logger.class);
            constructor.setAccessible(true);
            ServerConnectorImpl connector =
                    constructor.newInstance(
                            socket, engines, List.of(QuicVersion.V1), config, watch);
            EarlyRegistration.prepare(connector, config);
            return connector;
        } catch (GeneralSecurityException e) {
            throw new IOException("Kwik does not take the certificate: " + e.getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IOException("this is not the Kwik that was expected: " + e, e);
        }
    }

    @Override
    public TlsServerEngine createServerEngine(
            ServerMessageSender sender, TlsStatusEventHandler handler) {
        return current().createServerEngine(sender, handler);
    }

    private synchronized TlsServerEngineFactory current() {
        Shown now = shown;
        TlsIdentity identity = supplier.get();
        if (!identity.equals(now.identity())) {
            TlsServerEngineFactory engines = now.engines();
            try {
                engines = engines(identity);
                older.add(now.engines());
            } catch (GeneralSecurityException | IOException e) {
                LOG.warn("Kwik does not take the new certificate and shows the old one", e);
            }
            now = new Shown(identity, engines);
            shown = now;
        }
        return now.engines();
    }

    @Override
    public void dispose() {
        super.dispose();
        shown.engines().dispose();
        older.forEach(TlsServerEngineFactory::dispose);
    }

    private static TlsServerEngineFactory engines(TlsIdentity identity)
            throws GeneralSecurityException, IOException {
        return new TlsServerEngineFactory(keyStore(identity), KEY_NAME, KEY_PASSWORD);
    }

    private static KeyStore keyStore(TlsIdentity identity)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                KEY_NAME,
                identity.key(),
                KEY_PASSWORD,
                identity.chain().toArray(Certificate[]::new));
        return store;
    }
}
