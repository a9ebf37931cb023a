package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.wire.Announcement;
import org.moqgateway.moq.wire.Datagram;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The half that asks the peer: for announcements, and for the tracks and groups that the origin
/// wants of what was announced. On the session's loop.
final class Subscriber {
    /// A track of the peer.
    record TrackKey(String broadcast, String track) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Subscriber.class);
    private static final int MAX_DATAGRAM_BYTES = 1200;
    // More broadcasts than that do not outlive a session that the peer dialled: it could leave them
    // behind again and again.
    private static final int MAX_LINGERING = 1000;
    private static final long DRAINED_COST = 1L << 60;

    private final SessionCore core;
    private final List<AnnounceQuery> queries = new ArrayList<>();
    private final Set<TrackSubscription> tracks = new LinkedHashSet<>();
    private final Set<FetchRequest> fetches = new LinkedHashSet<>();
    private final Map<Long, TrackSubscription> subscribed = new HashMap<>();
    private final TrackInfos infos = new TrackInfos();
    private final AbuseBudget announceRate;

    private long nextId;
    private int announced;
    private long announcedBytes;
    private boolean refusalTold;
    private int receiving;

    Subscriber(SessionCore core) {
        this.core = core;
        announceRate =
                new AbuseBudget(
                        core.limits().budgets().announcesPerSecond(), core.loop().nowNanos());
    }

    /// Asks for what the peer may announce: prefix by prefix, or for everything when there are more
    /// prefixes than a peer has to answer.
    void begin() {
        List<String> prefixes = core.scope().publishable();
        boolean many = prefixes.size() > core.limits().announceStreams();
        for (String prefix : many ? List.of("") : prefixes) {
            AnnounceQuery query = new AnnounceQuery(core, prefix);
            queries.add(query);
            query.listen();
        }
    }

    /// The peer asked to be left: what it announces is taken last.
    void drain() {
        queries.forEach(AnnounceQuery::drain);
    }

    /// A route as one that is only taken when there is no other.
    static Route drained(Route route) {
        return new Route(route.hops(), DRAINED_COST);
    }

    /// The route that an announcement tells of. A publisher that nobody names is named by this
    /// session: when it comes back with another session it counts as another one.
    Route route(Announcement.Start start, @Nullable OriginId responder) {
        List<OriginId> hops = new ArrayList<>();
        start.hops().forEach(hop -> hops.add(new OriginId(hop)));
        if (responder != null) {
            hops.add(responder);
        }
        if (hops.isEmpty() || !hops.getFirst().known()) {
            hops.addFirst(core.stamp());
        }
        Grant grant = core.grant();
        long linkCost = grant == null ? 0 : grant.linkCost();
        long cost = start.cost() + linkCost;
        Route route = new Route(hops, cost < 0 ? Long.MAX_VALUE : cost);
        return core.leaving() ? drained(route) : route;
    }

    /// Counts announcements of the peer and the memory that they take. One that we dialled may have
    /// as many as there can be.
    ///
    /// @return false when there is no room for more, and nothing was counted
    boolean announced(int change, long bytes) {
        int most = core.dialled() ? Origin.MAX_PATHS : core.limits().announces();
        long times = Math.max(1, most / core.limits().announces());
        long mostBytes = times * core.limits().budgets().announceBytes();
        boolean more = change > 0 || bytes > 0;
        if (more && (announced + change > most || announcedBytes + bytes > mostBytes)) {
            return false;
        }
        announced += change;
        announcedBytes += bytes;
        core.tally().announceReceived(change);
        return true;
    }

    /// Something that the peer announced comes, changes or goes: all who listen are looked through.
    void churned() {
        if (!core.dialled() && !announceRate.take(core.loop().nowNanos())) {
            core.wasted();
        }
    }

    /// A broadcast that the peer announced is not taken.
    void refused(String why) {
        core.tally().count(Counter.ANNOUNCES_REFUSED);
        if (!refusalTold) {
            refusalTold = true;
            LOGGER.warn("{} announces what is not taken: {}", core.remote(), why);
        }
    }

    void add(TrackSubscription track) {
        tracks.add(track);
    }

    void remove(TrackSubscription track) {
        tracks.remove(track);
    }

    void add(FetchRequest fetch) {
        fetches.add(fetch);
    }

    void remove(FetchRequest fetch) {
        fetches.remove(fetch);
    }

    /// Gives a subscription its number, by which its groups find it.
    long subscribe(TrackSubscription track) {
        long id = nextId++;
        subscribed.put(id, track);
        core.tally().count(Counter.SUBSCRIPTIONS_MADE);
        core.tally().subscriptionMade(1);
        return id;
    }

    void unsubscribe(long id) {
        if (subscribed.remove(id) != null) {
            core.tally().subscriptionMade(-1);
        }
    }

    Optional<TrackSubscription> subscription(long id) {
        return Optional.ofNullable(subscribed.get(id));
    }

    /// What the publisher fixed about a track, when it was asked before.
    Optional<TrackInfo> info(TrackKey key) {
        return infos.get(key);
    }

    void info(TrackKey key, TrackInfo info) {
        infos.put(key, info);
    }

    /// A broadcast of the peer is over, or another publisher's now.
    void forget(String broadcast) {
        infos.forget(broadcast);
    }

    /// The peer sends a group.
    StreamReader receive(ReceiveStream stream) {
        if (receiving >= core.limits().receivedGroups()) {
            stream.stop(core.codes().toWire(MoqError.CANCEL.streamCode()));
            core.wasted();
            return OutgoingRequest.ignoring();
        }
        receiving++;
        return new GroupReceiving(core, stream);
    }

    /// A group stream has ended.
    void received() {
        receiving--;
    }

    void datagram(ByteBuffer bytes) {
        if (!core.version().hasDatagrams() || bytes.remaining() > MAX_DATAGRAM_BYTES) {
            return;
        }
        try {
            Datagram datagram = Datagram.decode(bytes, core.version());
            subscription(datagram.subscribeId()).ifPresent(track -> track.datagram(datagram));
        } catch (WireException e) {
            // It costs the datagram alone.
            core.wasted();
        }
    }

    /// The session has ended: the routes first, so that the origin knows before the tracks do.
    void end() {
        boolean lingers = core.dialled() || announced <= MAX_LINGERING;
        queries.forEach(query -> query.end(lingers));
        queries.clear();
        List.copyOf(tracks).forEach(TrackSubscription::sessionEnded);
        List.copyOf(fetches).forEach(FetchRequest::sessionEnded);
        tracks.clear();
        fetches.clear();
        subscribed.clear();
    }
}
