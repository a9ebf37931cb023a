package org.moqgateway.core.transport;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.turn.TurnTransport;
import org.moqgateway.core.turn.TurnUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks STUN and TURN servers for candidates of one transport. Any thread.
final class ServerGathering {
    private static final Logger LOG = LoggerFactory.getLogger(ServerGathering.class);
    private static final int MOST_SERVERS = 8;

    private final TransportContext context;
    private final TransportPaths paths;
    private final Runnable progress;
    private final Pending pending = new Pending();
    private final Map<String, IceServer> servers = new LinkedHashMap<>();
    private final Set<Ask> asking = new HashSet<>();
    private final Map<LocalPath, Ask> relays = new HashMap<>();
    private final Map<InetSocketAddress, String> stunServers = new ConcurrentHashMap<>();

    /// What a server is asked for.
    private record Ask(String url, StandardProtocolFamily family) {}

    /// @param progress run whenever something that was pending is over
    ServerGathering(TransportContext context, TransportPaths paths, Runnable progress) {
        this.context = context;
        this.paths = paths;
        this.progress = progress;
    }

    /// Whether nothing is pending.
    boolean none() {
        return pending.none();
    }

    /// Waits for that.
    boolean await(Duration atMost) throws InterruptedException {
        return pending.await(atMost);
    }

    /// Asks servers that were not asked before with the same credentials.
    void add(List<IceServer> more) {
        for (IceServer server : more) {
            synchronized (this) {
                boolean room = servers.size() < MOST_SERVERS || servers.containsKey(server.url());
                if (paths.closed() || !room || server.equals(servers.put(server.url(), server))) {
                    continue;
                }
            }
            begin(server);
        }
    }

    private void begin(IceServer server) {
        if (TurnUri.names(server.url())) {
            relay(server, INET);
        } else if (!context.settings().relayOnly() && !stunServers.containsValue(server.url())) {
            StunUri.parse(server.url()).ifPresent(uri -> resolve(server.url(), uri));
        }
    }

    /// Asks all STUN servers again, and those others that have given nothing, or nothing that is
    /// good still.
    void restart(List<LocalPath> known) {
        stunServers.keySet().forEach(server -> query(server, known));
        all().forEach(this::begin);
    }

    private synchronized List<IceServer> all() {
        return List.copyOf(servers.values());
    }

    /// A peer that has nothing but IPv6 is out of reach of the relays there are; servers that have
    /// no such addresses say so, and that is all.
    void relaySix() {
        all().stream()
                .filter(server -> TurnUri.names(server.url()))
                .forEach(server -> relay(server, INET6));
    }

    /// Asks a TURN server, unless it is being asked or what it gave is good still.
    private void relay(IceServer server, StandardProtocolFamily family) {
        Ask ask = new Ask(server.url(), family);
        synchronized (this) {
            if (paths.closed() || relayed(ask) || !asking.add(ask)) {
                return;
            }
        }
        pending.begin();
        Effort effort = paths.effort();
        RelayGathering.Request request =
                new RelayGathering.Request(
                        context.loop(),
                        family,
                        context.policy()::allows,
                        context.engine(),
                        found -> relayed(ask, found),
                        why -> {
                            LOG.debug("{}: {}", ask, why.isEmpty() ? "done" : why);
                            paths.over(effort);
                            asked(server, ask);
                        });
        effort.by(context.parts().relays().gather(request, server));
    }

    private synchronized boolean relayed(Ask ask) {
        return relays.entrySet().stream()
                .anyMatch(each -> each.getValue().equals(ask) && paths.good(each.getKey()));
    }

    private void relayed(Ask ask, RelayGathering.Found found) {
        DatagramPath path = found.path();
        int preference = paths.preference(band(found.transport()));
        LocalPath known =
                LocalPath.datagrams(path.localAddress(), CandidateType.RELAYED, preference);
        synchronized (this) {
            relays.put(known, ask);
        }
        if (paths.add(known, path, found.base())) {
            paths.tell(known);
        }
    }

    /// A relay is preferred less whose link costs more and waits for what was lost.
    private static int band(TurnTransport transport) {
        return switch (transport) {
            case UDP -> 0;
            case TCP -> 1;
            case TLS -> 2;
        };
    }

    /// A server has said all; it is asked once more if somebody has told better credentials since.
    private void asked(IceServer server, Ask ask) {
        IceServer now;
        synchronized (this) {
            asking.remove(ask);
            now = servers.get(ask.url());
        }
        if (now != null && !now.equals(server)) {
            relay(now, ask.family());
        }
        ended();
    }

    /// A path is no more.
    synchronized void lost(LocalPath known) {
        relays.remove(known);
    }

    private void resolve(String url, StunUri server) {
        pending.begin();
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (InetAddress address : InetAddress.getAllByName(server.host())) {
                            if (context.policy().allows(address)) {
                                ask(url, new InetSocketAddress(address, server.port()));
                            }
                        }
                    } catch (UnknownHostException e) {
                        LOG.debug("unknown STUN server {}", server.host());
                    } finally {
                        ended();
                    }
                });
    }

    private void ask(String url, InetSocketAddress server) {
        if (stunServers.size() < MOST_SERVERS && stunServers.putIfAbsent(server, url) == null) {
            query(server, paths.all());
        }
    }

    /// Asks the STUN servers how they see a path that is new.
    void ask(LocalPath known) {
        stunServers.keySet().forEach(server -> query(server, List.of(known)));
    }

    private void query(InetSocketAddress server, List<LocalPath> over) {
        pending.begin();
        context.engine()
                .onLoop(
                        () -> {
                            int begun = context.engine().query(server, over);
                            for (int i = 0; i < begun; i++) {
                                pending.begin();
                            }
                            ended();
                        });
    }

    /// Something that was pending is over: a query, too.
    void ended() {
        pending.end();
        progress.run();
    }
}
