package org.moqgateway.moq.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.moqgateway.moq.model.CachePool;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryConnection;
import org.moqgateway.moq.transport.memory.MemoryIncoming;
import org.moqgateway.moq.transport.memory.VirtualTime;

/// Sessions joined in virtual time.
final class Net {
    /// Two ends of one session.
    record Link(
            MoqSession client, MoqSession server, MemoryConnection near, MemoryConnection far) {}

    final VirtualTime time = new VirtualTime();
    final SessionMetrics metrics = new SessionMetrics();
    private SessionLimits limits = SessionLimits.defaults();

    Net limits(SessionLimits newLimits) {
        limits = newLimits;
        return this;
    }

    SessionSettings settings() {
        return new SessionSettings(limits, Duration.ofSeconds(10), Duration.ofSeconds(10), time);
    }

    Origin origin(long id) {
        return new Origin(new OriginId(id), CachePool.unbounded(), Duration.ofSeconds(5));
    }

    SessionConfig config(Origin origin, Grant grant) {
        return new SessionConfig(origin, grant, "/", null, settings(), metrics);
    }

    MoqServer server(Origin origin, Grant grant) {
        return new MoqServer(
                origin, _ -> CompletableFuture.completedFuture(grant), settings(), metrics);
    }

    /// Joins two origins; each may read and publish everything.
    Link join(Origin client, Origin server, LinkSettings link) {
        return join(client, Grant.everything(), server, Grant.everything(), link);
    }

    Link join(Origin client, Grant ofServer, Origin server, Grant ofClient, LinkSettings link) {
        MemoryConnection[] ends = MemoryConnection.pair(time, link);
        MoqServer listening = server(server, ofClient);
        listening.incoming(new MemoryIncoming(ends[1], List.of(link.protocol())));
        MoqSession dialled = MoqSession.client(ends[0], config(client, ofServer));
        time.run();
        MoqSession accepted = listening.sessions().iterator().next();
        pass(Duration.ofMillis(50));
        return new Link(dialled, accepted, ends[0], ends[1]);
    }

    /// A server's session whose client is played by the test.
    Peer playClient(Origin origin, LinkSettings link) {
        MemoryConnection[] ends = MemoryConnection.pair(time, link);
        server(origin, Grant.everything())
                .incoming(new MemoryIncoming(ends[1], List.of(link.protocol())));
        Peer peer = new Peer(ends[0]);
        time.run();
        return peer;
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    void pass() {
        pass(Duration.ofMillis(20));
    }
}
