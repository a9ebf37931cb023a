package org.moqgateway.server.relay;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.server.Gateway;
import org.moqgateway.server.StartException;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.SettingException;
import org.moqgateway.server.config.SettingsLoader;
import org.moqgateway.server.peer.FreePort;

/// `moq-gateway relay …` in this process. HTTP and QUIC have the same port number, as a client
/// takes for granted that finds the certificate's fingerprint by HTTP.
final class RelayNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);

    /// Everyone may do everything, and also act as a node of the cluster.
    static final Map<Setting, List<String>> OPEN_TO_NODES =
            Map.of(Setting.AUTH_PUBLIC, List.of("/", ".internal"));

    private final Gateway gateway;
    private final int port;

    private RelayNode(Gateway gateway, int port) {
        this.gateway = gateway;
        this.port = port;
    }

    /// A node on a free port.
    static RelayNode start(Map<Setting, List<String>> flags) throws Exception {
        return FreePort.start(port -> startUnlessTaken(port, flags));
    }

    private static RelayNode startUnlessTaken(int port, Map<Setting, List<String>> flags)
            throws FreePort.TakenException {
        try {
            return start(port, flags);
        } catch (StartException e) {
            throw new FreePort.TakenException(e);
        } catch (SettingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// A node that announces its URL, with a link to another one.
    ///
    /// @param publicNames what needs no token
    static RelayNode startAsNode(String meeting, List<String> publicNames) throws Exception {
        return FreePort.start(
                port ->
                        startUnlessTaken(
                                port,
                                Map.of(
                                        Setting.CLUSTER_CONNECT,
                                        List.of(meeting),
                                        Setting.CLUSTER_NODE,
                                        List.of("http://127.0.0.1:" + port + "/"),
                                        Setting.AUTH_PUBLIC,
                                        publicNames)));
    }

    static RelayNode start(int port, Map<Setting, List<String>> flags)
            throws StartException, SettingException {
        Map<Setting, List<String>> all = new EnumMap<>(Setting.class);
        all.put(Setting.LISTEN, List.of("127.0.0.1:" + port));
        all.putAll(flags);
        return new RelayNode(Gateway.startRelay(SettingsLoader.load(all, Map.of())), port);
    }

    int port() {
        return port;
    }

    /// What others dial; they fetch the fingerprint of our certificate first.
    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    String webSocketUrl() {
        return "ws://127.0.0.1:" + port + "/";
    }

    Origin origin() {
        return gateway.moq().relay().origin();
    }

    LinkStatus link() {
        return gateway.links().getFirst();
    }

    /// How many clients have a session here.
    int sessions() {
        return gateway.moq().relay().sessions().size();
    }

    /// Sends every client on and waits until they have gone.
    void drain(String url) throws Exception {
        gateway.moq().relay().drain(url).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    List<LinkStatus> links() {
        return gateway.links();
    }

    /// How many other nodes it has dialled and reached.
    int linkedNodes() {
        return (int)
                gateway.links().stream()
                        .filter(link -> link.state() == LinkStatus.State.UP)
                        .count();
    }

    void awaitLink(LinkStatus.State state) {
        await(
                () -> gateway.links().stream().allMatch(link -> link.state() == state),
                "every link " + state + " but " + gateway.links());
    }

    void awaitAnnounced(String path) {
        await(() -> origin().broadcast(path).isPresent(), path + " announced");
    }

    static void await(BooleanSupplier truth, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!truth.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            pause(POLL);
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
