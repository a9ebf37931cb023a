package org.moqgateway.moq.transport.kwik;

import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.InitialPacket;
import tech.kwik.core.packet.PacketMetaData;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnectionFactory;
import tech.kwik.core.server.ServerConnectionRegistry;
import tech.kwik.core.server.impl.ServerConnectionImpl;
import tech.kwik.core.server.impl.ServerConnectionProxy;
import tech.kwik.core.server.impl.ServerConnectorImpl;

/// Makes the connections of a Kwik server, each known under its own connection id before it sends
/// its first packet.
///
/// Kwik starts a connection's thread first and registers its id afterwards. A client that answers
/// in between is taken for a new one: after a Retry packet it is refused, since its token was not
/// made for that other connection (RFC 9000 §8.1.2); without one, Kwik forgets the id of the
/// connection some seconds later, together with the candidate that it took the answer for.
final class EarlyRegistration extends ServerConnectionFactory {
    private final ServerConnectionFactory factory;
    private final ServerConnectionRegistry registry;

    private EarlyRegistration(
            ServerConnectionFactory factory,
            ServerConnectionRegistry registry,
            ServerConnectionConfig config) {
        // Both methods are the other factory's: nothing here but the configuration is looked at.
        super(null, null, config, null, null, null, null);
        this.factory = factory;
        this.registry = registry;
    }

    /// Has a connector make its connections so, before it starts.
    ///
    /// @throws ReflectiveOperationException when this is another Kwik
    static void prepare(ServerConnectorImpl connector, ServerConnectionConfig config)
            throws ReflectiveOperationException {
        Field factory = field("serverConnectionFactory");
        factory.set(
                connector,
                new EarlyRegistration(
                        (ServerConnectionFactory) factory.get(connector),
                        (ServerConnectionRegistry) field("connectionRegistry").get(connector),
                        config));
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = ServerConnectorImpl.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @Override
    public ServerConnectionImpl createNewConnection(
            Version version, InetSocketAddress client, byte[] scid, byte[] dcid, CryptoStream tls) {
        return factory.createNewConnection(version, client, scid, dcid, tls);
    }

    @Override
    public ServerConnectionProxy createServerConnectionProxy(
            ServerConnectionImpl connection,
            List<InitialPacket> packets,
            ByteBuffer data,
            PacketMetaData metaData) {
        Starting starting = new Starting(connection, new CompletableFuture<>());
        registry.registerConnection(starting, connection.getInitialConnectionId());
        try {
            starting.started.complete(
                    factory.createServerConnectionProxy(connection, packets, data, metaData));
        } finally {
            // Whoever waits shall not wait for a thread that could not be started.
            starting.started.cancel(false);
        }
        return starting;
    }

    /// A connection that is known already, and whose thread may be about to start.
    private record Starting(
            ServerConnectionImpl connection, CompletableFuture<ServerConnectionProxy> started)
            implements ServerConnectionProxy {
        @Override
        public byte[] getOriginalDestinationConnectionId() {
            return connection.getOriginalDestinationConnectionId();
        }

        @Override
        public void parsePackets(
                int datagram, Instant received, ByteBuffer data, InetSocketAddress source) {
            started.join().parsePackets(datagram, received, data, source);
        }

        @Override
        public boolean isClosed() {
            return connection.isClosed();
        }

        @Override
        public void closeConnection() {
            started.join().closeConnection();
        }

        @Override
        public void dispose() {
            started.join().dispose();
        }
    }
}
