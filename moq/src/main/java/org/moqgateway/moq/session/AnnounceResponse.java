package org.moqgateway.moq.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.wire.AnnounceOk;
import org.moqgateway.moq.wire.AnnounceRequest;
import org.moqgateway.moq.wire.Announcement;
import org.moqgateway.moq.wire.BroadcastPath;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqVersion;
import org.moqgateway.moq.wire.WireException;

/// Tells the peer which broadcasts there are below a prefix (moq-lite-05 Announce Stream).
///
/// Until lite-04 the sender adds itself to the hops; from lite-05 on ANNOUNCE_OK names it once and
/// the receiver adds it. A changed route is a second announcement in lite-05 and is not told
/// before.
final class AnnounceResponse extends Response {
    private record Sent(long id, List<Long> hops, long cost) {}

    private record Initial(String path, Route route) {}

    private final PendingAnnounces pending = new PendingAnnounces(this);
    private final List<Origin.Registration> registrations = new ArrayList<>();
    private final Map<String, Sent> sent = new HashMap<>();
    // What ANNOUNCE_OK counted and is not told yet; changes of it come after it.
    private final Deque<Initial> initial = new ArrayDeque<>();
    private @Nullable String prefix;
    private long nextId;

    AnnounceResponse(SessionCore core, BidiStream stream) {
        super(core, stream, Kind.ANNOUNCE);
    }

    @Override
    void read(MessageReader messages) throws WireException {
        if (prefix == null) {
            Optional<AnnounceRequest> request = messages.poll(AnnounceRequest::decode);
            if (request.isEmpty()) {
                return;
            }
            begin(request.get());
        }
        messages.finish();
    }

    private void begin(AnnounceRequest request) {
        prefix = request.prefix();
        OriginId excluded = core.publisher().excluded(request.excludeHop());
        Scope scope = core.scope();
        for (String readable : scope.readable(request.prefix())) {
            registrations.add(core.origin().listen(scope.absolute(readable), excluded, pending));
        }
        if (core.version().hasAnnounceOk()) {
            countInitial();
        }
        pending.wakeFromNowOn();
        work();
    }

    private void countInitial() {
        Map<String, Route> there = new LinkedHashMap<>();
        pending.drain(
                (path, change) -> {
                    Route route = change.route();
                    if (route != null && startOf(path, route).isPresent()) {
                        there.put(path, route);
                    }
                });
        there.forEach((path, route) -> initial.add(new Initial(path, route)));
        long self = core.origin().id().value();
        stream.write(new AnnounceOk(self, initial.size()).encode(core.version()));
    }

    private Optional<Announcement.Start> startOf(String path, @Nullable Route route) {
        Optional<String> suffix = suffix(path);
        if (route == null || suffix.isEmpty() || !BroadcastPath.announceable(suffix.get())) {
            return Optional.empty();
        }
        return hops(route)
                .map(hops -> new Announcement.Start(suffix.get(), hops, wireCost(route.cost())));
    }

    @Override
    void work() {
        if (over() || prefix == null) {
            return;
        }
        while (!initial.isEmpty() && stream.writable()) {
            Initial next = initial.removeFirst();
            startOf(next.path(), next.route()).ifPresent(this::start);
        }
        boolean more = initial.isEmpty();
        while (more && stream.writable()) {
            more = pending.takeOne(this::apply);
        }
    }

    private void apply(String path, PendingAnnounces.Change change) {
        Optional<Announcement.Start> start = startOf(path, change.route());
        if (change.ended() || start.isEmpty()) {
            suffix(path).ifPresent(this::end);
        }
        start.ifPresent(this::startOrUpdate);
    }

    private void startOrUpdate(Announcement.Start start) {
        Sent before = sent.get(start.suffix());
        if (before == null) {
            start(start);
        } else {
            update(start.suffix(), before, new Sent(before.id(), start.hops(), start.cost()));
        }
    }

    private void start(Announcement.Start start) {
        sent.put(start.suffix(), new Sent(nextId++, start.hops(), start.cost()));
        write(start);
        core.tally().count(Counter.ANNOUNCES_SENT);
        core.tally().announceSent(1);
    }

    private void update(String suffix, Sent before, Sent now) {
        MoqVersion version = core.version();
        if (now.equals(before) || !version.hasAnnounceUpdate()) {
            return;
        }
        sent.put(suffix, now);
        write(
                version.hasAnnounceId()
                        ? new Announcement.Update(now.id(), now.hops(), now.cost())
                        : new Announcement.Start(suffix, now.hops(), now.cost()));
    }

    private void end(String suffix) {
        Sent before = sent.remove(suffix);
        if (before == null) {
            return;
        }
        write(
                core.version().hasAnnounceId()
                        ? new Announcement.EndById(before.id())
                        : new Announcement.End(suffix));
        core.tally().announceSent(-1);
    }

    private void write(Announcement announcement) {
        stream.write(announcement.encode(core.version()));
    }

    private long wireCost(long cost) {
        return core.version().hasRouteCost() ? Math.min(cost, Timestamps.MAX) : 0;
    }

    /// The hops to send; empty when there is no room for ours, which somebody has to add.
    private Optional<List<Long>> hops(Route route) {
        OriginId self = core.origin().id();
        if (route.hops().size() >= Route.MAX_HOPS || route.passes(self)) {
            return Optional.empty();
        }
        List<Long> hops = new ArrayList<>(route.hops().size() + 1);
        route.hops().forEach(hop -> hops.add(hop.value()));
        if (!core.version().hasAnnounceOk()) {
            hops.add(self.value());
        }
        return Optional.of(hops);
    }

    private Optional<String> suffix(String path) {
        String asked = prefix;
        return asked == null
                ? Optional.empty()
                : core.scope()
                        .relative(path)
                        .filter(core.scope()::mayRead)
                        .flatMap(relative -> BroadcastPath.stripPrefix(relative, asked));
    }

    @Override
    void peerFinished() {
        complete();
    }

    @Override
    void release() {
        registrations.forEach(Origin.Registration::close);
        registrations.clear();
        core.tally().announceSent(-sent.size());
        sent.clear();
        initial.clear();
    }
}
