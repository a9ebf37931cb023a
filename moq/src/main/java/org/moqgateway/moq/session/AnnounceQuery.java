package org.moqgateway.moq.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.RemoteRoute;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.wire.AnnounceOk;
import org.moqgateway.moq.wire.AnnounceRequest;
import org.moqgateway.moq.wire.Announcement;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.BroadcastPath;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.WireException;

/// Asks the peer for the broadcasts below a prefix and keeps its routes in the origin (moq-lite-05
/// Announce Stream). What is wrong here ends the session: without announcements it is of no use.
final class AnnounceQuery extends OutgoingRequest {
    // What an announcement takes beside its name, and what each hop of it takes.
    private static final int ENTRY_BYTES = 64;
    private static final int HOP_BYTES = 32;

    /// What one broadcast of the peer is; without a route when ours does not want it.
    private static final class Announced {
        private Route route;
        private long bytes;
        private @Nullable RemoteRoute remote;

        Announced(Route route, long bytes) {
            this.route = route;
            this.bytes = bytes;
        }
    }

    private final String prefix;
    private final Map<String, Announced> announced = new HashMap<>();
    private final Map<Long, String> ids = new HashMap<>();
    private long nextId;
    private @Nullable OriginId responder;
    private boolean begun;

    AnnounceQuery(SessionCore core, String prefix) {
        super(
                core,
                BidiStreamType.ANNOUNCE,
                new AnnounceRequest(prefix, core.origin().id().value()).encode(core.version()));
        this.prefix = prefix;
    }

    @Override
    void read(MessageReader received) throws WireException {
        if (!begun && core.version().hasAnnounceOk()) {
            Optional<AnnounceOk> ok = received.poll(AnnounceOk::decode);
            if (ok.isEmpty()) {
                return;
            }
            responder = new OriginId(ok.get().origin());
        }
        begun = true;
        while (!core.over()) {
            Optional<Announcement> next = received.poll(Announcement.DECODER);
            if (next.isEmpty()) {
                return;
            }
            heard(next.get());
        }
    }

    private void heard(Announcement announcement) throws WireException {
        switch (announcement) {
            case Announcement.Start start -> start(start);
            case Announcement.End(String suffix) -> end(suffix);
            case Announcement.EndById(long id) -> {
                suffixOf(id).ifPresent(this::end);
                ids.remove(id);
            }
            case Announcement.Update(long id, var hops, long cost) ->
                    suffixOf(id)
                            .ifPresent(
                                    suffix ->
                                            update(
                                                    suffix,
                                                    new Announcement.Start(suffix, hops, cost)));
        }
    }

    // Empty for one that was not taken.
    private Optional<String> suffixOf(long id) throws WireException {
        if (id >= nextId) {
            throw new WireException(MoqError.PROTOCOL_VIOLATION, "no announcement " + id);
        }
        return Optional.ofNullable(ids.get(id));
    }

    private void start(Announcement.Start start) throws WireException {
        String suffix = start.suffix();
        long id = nextId++;
        if (announced.containsKey(suffix)) {
            if (core.version().hasAnnounceId() || !core.version().hasAnnounceUpdate()) {
                throw new WireException(MoqError.DUPLICATE, "announced twice: " + suffix);
            }
            update(suffix, start);
            return;
        }
        long bytes = bytes(start);
        if (!core.subscriber().announced(1, bytes)) {
            core.subscriber().refused("too many announcements");
            return;
        }
        if (core.version().hasAnnounceId()) {
            ids.put(id, suffix);
        }
        core.subscriber().churned();
        core.tally().count(Counter.ANNOUNCES_RECEIVED);
        Announced entry = new Announced(route(start), bytes);
        announced.put(suffix, entry);
        take(suffix, entry);
    }

    private void update(String suffix, Announcement.Start start) {
        Announced entry = announced.get(suffix);
        if (entry == null) {
            return;
        }
        core.subscriber().churned();
        long bytes = bytes(start);
        if (!core.subscriber().announced(0, bytes - entry.bytes)) {
            core.subscriber().refused("too long routes");
            end(suffix);
            return;
        }
        entry.bytes = bytes;
        Route route = route(start);
        if (!route.publisher().equals(entry.route.publisher())) {
            core.subscriber().forget(path(suffix));
        }
        entry.route = route;
        RemoteRoute remote = entry.remote;
        if (remote == null) {
            take(suffix, entry);
        } else if (acceptable(entry.route)) {
            remote.update(entry.route);
        } else {
            remote.close();
            entry.remote = null;
        }
    }

    private static long bytes(Announcement.Start start) {
        return ENTRY_BYTES + start.suffix().length() + (long) HOP_BYTES * start.hops().size();
    }

    private String path(String suffix) {
        return BroadcastPath.join(prefix, suffix);
    }

    private void take(String suffix, Announced entry) {
        String path = path(suffix);
        if (!acceptable(entry.route) || !core.scope().mayPublish(path)) {
            return;
        }
        if (!BroadcastPath.announceable(path)) {
            core.subscriber().refused("a path too long, too deep or with control characters");
            return;
        }
        String absolute = core.scope().absolute(path);
        entry.remote =
                core.origin()
                        .announce(absolute, entry.route, new RemoteSource(core, path))
                        .orElse(null);
        if (entry.remote == null) {
            core.subscriber().refused("there are too many broadcasts");
        }
    }

    private boolean acceptable(Route route) {
        OriginId last = responder;
        boolean reflected =
                last != null
                        && last.known()
                        && route.hops().indexOf(last) < route.hops().size() - 1;
        return route.usable() && !reflected && !route.passes(core.origin().id());
    }

    private Route route(Announcement.Start start) {
        return core.subscriber().route(start, responder);
    }

    private void end(String suffix) {
        Announced entry = announced.remove(suffix);
        if (entry != null) {
            core.subscriber().churned();
            core.subscriber().announced(-1, -entry.bytes);
            core.subscriber().forget(path(suffix));
            RemoteRoute remote = entry.remote;
            if (remote != null) {
                remote.close();
            }
        }
    }

    /// The peer is about to go: other routes are better.
    void drain() {
        for (Announced entry : announced.values()) {
            entry.route = Subscriber.drained(entry.route);
            RemoteRoute remote = entry.remote;
            if (remote != null) {
                remote.update(entry.route);
            }
        }
    }

    @Override
    void answered() {
        List.copyOf(announced.keySet()).forEach(this::end);
    }

    @Override
    void failed(long streamCode) {
        core.fail(MoqError.INTERNAL, "announce stream ended with code " + streamCode);
    }

    @Override
    void malformed(WireException e) {
        core.fail(e.error(), "announcement: " + e.getMessage());
    }

    /// The session has ended.
    ///
    /// @param lingers whether its broadcasts wait for another route
    void end(boolean lingers) {
        for (Announced entry : announced.values()) {
            RemoteRoute remote = entry.remote;
            if (remote != null) {
                if (lingers) {
                    remote.lost();
                } else {
                    remote.close();
                }
            }
        }
        announced.clear();
    }
}
