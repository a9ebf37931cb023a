package org.moqgateway.moq.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client and the server that it is connected to.
///
/// @param endpoints what made them
/// @param path what lies between; null when they are connected directly
/// @param client its end, started
/// @param server the other end, started
public record Pair(Endpoints endpoints, @Nullable TestPath path, Side client, Side server)
        implements AutoCloseable {
    /// Connects directly.
    public static Pair direct(Endpoints endpoints, List<String> protocols) throws Exception {
        return connect(endpoints, null, protocols);
    }

    /// Connects over a path.
    public static Pair over(TestPath path, Endpoints endpoints, List<String> protocols)
            throws Exception {
        return connect(endpoints, path, protocols);
    }

    private static Pair connect(
            Endpoints endpoints, @Nullable TestPath path, List<String> protocols) throws Exception {
        Connection client =
                endpoints.dial(
                        path == null ? endpoints.address() : path.address(),
                        protocols,
                        endpoints.trust());
        Pair pair = new Pair(endpoints, path, new Side(client), new Side(endpoints.accepted()));
        for (Side side : pair.sides()) {
            side.awaitStart();
        }
        return pair;
    }

    /// Both ends, for tests that try both directions.
    public List<Side> sides() {
        return List.of(client, server);
    }

    /// The other end.
    public Side opposite(Side side) {
        return side == client ? server : client;
    }

    @Override
    public void close() {
        client.connection.close(0, "");
        endpoints.close();
        if (path != null) {
            path.close();
        }
    }
}
