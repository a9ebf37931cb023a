package org.moqgateway.moq.session;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.wire.BidiStreamType;
import org.moqgateway.moq.wire.MoqError;

/// The half that answers the peer's streams. On the session's loop.
final class Publisher {
    // Streams that are kept for a client that was not let in yet.
    private static final int MAX_EARLY = 128;

    private final SessionCore core;
    private final Set<RequestStream> unsettled = new LinkedHashSet<>();
    private final Set<Response> responses = new LinkedHashSet<>();
    private final Map<Response.Kind, Integer> open = new EnumMap<>(Response.Kind.class);

    private final AbuseBudget updateRate;

    Publisher(SessionCore core) {
        this.core = core;
        updateRate =
                new AbuseBudget(core.limits().budgets().updatesPerSecond(), core.loop().nowNanos());
    }

    /// The peer changed its mind about a subscription: all who read the track are looked through.
    void updated() {
        if (!updateRate.take(core.loop().nowNanos())) {
            core.wasted();
        }
    }

    /// The peer opened a stream.
    void accept(BidiStream stream) {
        RequestStream request = new RequestStream(core, stream);
        stream.reader(request);
        unsettled.add(request);
        if (!core.ready() && unsettled.size() > MAX_EARLY) {
            request.refuse(MoqError.UNSUPPORTED);
            core.wasted();
        }
    }

    /// The session can answer from now on.
    void ready() {
        List.copyOf(unsettled).forEach(RequestStream::proceed);
    }

    /// A stream said what it is for, or will not.
    void settled(RequestStream request) {
        unsettled.remove(request);
    }

    /// Begins to answer.
    Response respond(BidiStreamType type, BidiStream stream) {
        Response response =
                switch (type) {
                    case ANNOUNCE -> new AnnounceResponse(core, stream);
                    case SUBSCRIBE -> new SubscribeResponder(core, stream);
                    case FETCH -> new FetchResponse(core, stream);
                    case TRACK -> new TrackResponse(core, stream);
                    case PROBE -> new ProbeResponse(core, stream);
                    case GOAWAY -> new GoawayResponse(core, stream);
                };
        responses.add(response);
        if (open.merge(response.kind(), 1, Integer::sum) > bound(response.kind())) {
            core.wasted();
            response.refuse(MoqError.UNSUPPORTED);
        }
        return response;
    }

    private int bound(Response.Kind kind) {
        SessionLimits limits = core.limits();
        return switch (kind) {
            case ANNOUNCE -> limits.announceStreams();
            // A relay asks what each track is before it subscribes.
            case SUBSCRIBE, TRACK -> limits.subscriptions();
            case REQUEST -> limits.requests();
        };
    }

    /// A response is over.
    void ended(Response response) {
        if (responses.remove(response)) {
            open.merge(response.kind(), -1, Integer::sum);
        }
    }

    /// Opens a broadcast for the peer: one that it may read, by a route that does not lead through
    /// it.
    Optional<BroadcastConsumer> broadcast(String path) {
        Scope scope = core.scope();
        if (!scope.mayRead(path)) {
            return Optional.empty();
        }
        return core.origin().broadcast(scope.absolute(path), core.peerIdentity());
    }

    /// Opens a track for the peer, as [#broadcast].
    Optional<TrackConsumer> track(String path, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<BroadcastConsumer> broadcast = broadcast(path);
        Optional<TrackConsumer> track = broadcast.flatMap(found -> found.track(name));
        broadcast.ifPresent(BroadcastConsumer::close);
        return track;
    }

    /// Who is left out when the peer asks with that hop.
    OriginId excluded(long statedHop) {
        return statedHop == 0 ? core.peerIdentity() : new OriginId(statedHop);
    }

    /// The session has ended.
    void end() {
        List.copyOf(unsettled).forEach(RequestStream::end);
        unsettled.clear();
        List.copyOf(responses).forEach(Response::end);
    }
}
