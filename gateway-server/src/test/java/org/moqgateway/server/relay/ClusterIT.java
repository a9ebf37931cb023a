package org.moqgateway.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.moq.relay.LinkStatus;
import org.moqgateway.server.config.Setting;

/// Nodes that form a cluster: what is published on one is read on another.
@Timeout(60)
// A node is closed before its block ends: that is what is tried.
@SuppressWarnings("try")
class ClusterIT {
    private static final String LIVE = "live/clock";

    @Test
    void readsOnOneNodeWhatIsPublishedOnTheOther() throws Exception {
        try (RelayNode a = RelayNode.start(Map.of());
                RelayNode b = linked(a.url());
                Ticker ofA = new Ticker(a.origin(), LIVE);
                Ticker ofB = new Ticker(b.origin(), "live/other")) {
            b.awaitAnnounced(LIVE);
            a.awaitAnnounced("live/other");

            try (Listener there = new Listener(b.origin(), LIVE);
                    Listener here = new Listener(a.origin(), "live/other")) {
                there.read(10);
                here.read(10);

                there.awaitMissingAtMost(0);
                here.awaitMissingAtMost(0);
            }
            assertThat(ofA).isNotSameAs(ofB);
        }
    }

    @Test
    void takesTheStandbyRouteWhenANodeIsLost() throws Exception {
        try (RelayNode a = RelayNode.start(Map.of());
                RelayNode b = linked(a.url());
                RelayNode c = linked(b.url(), a.url() + "?cost=9");
                Ticker clock = new Ticker(a.origin(), LIVE)) {
            b.awaitLink(LinkStatus.State.UP);
            c.awaitLink(LinkStatus.State.UP);
            c.awaitAnnounced(LIVE);
            try (Listener listener = new Listener(c.origin(), LIVE)) {
                listener.read(10);
                b.close();
                listener.read(20);

                listener.awaitMissingAtMost(1);
            }
            assertThat(clock).isNotNull();
        }
    }

    @Test
    void letsNodesFindEachOther() throws Exception {
        try (RelayNode meeting = RelayNode.start(RelayNode.OPEN_TO_NODES);
                RelayNode one = joined(meeting, "/", ".internal");
                RelayNode two = joined(meeting, "/", ".internal")) {
            RelayNode.await(
                    () -> one.linkedNodes() + two.linkedNodes() == 3,
                    "one link between the two besides those to the meeting point");
        }
    }

    @Test
    void dialsNobodyWhomAStrangerNames() throws Exception {
        try (RelayNode meeting = RelayNode.start(Map.of());
                RelayNode node = joined(meeting, "/");
                RelayNode stranger = linked(node.url());
                Ticker clock = new Ticker(stranger.origin(), LIVE);
                Ticker lure = new Ticker(stranger.origin(), ".internal/origins/zzz.invalid")) {
            node.awaitAnnounced(LIVE);
            meeting.awaitAnnounced(LIVE);

            assertThat(node.links()).hasSize(1);
            assertThat(meeting.origin().announced()).containsExactly(LIVE);
            assertThat(clock).isNotSameAs(lure);
        }
    }

    @Test
    void refusesALoop() throws Exception {
        try (RelayNode a = RelayNode.start(Map.of());
                RelayNode b = linked(a.url());
                RelayNode c = linked(a.url(), b.url());
                Ticker clock = new Ticker(a.origin(), LIVE)) {
            c.awaitLink(LinkStatus.State.UP);
            b.awaitAnnounced(LIVE);
            c.awaitAnnounced(LIVE);
            try (Listener listener = new Listener(c.origin(), LIVE)) {
                listener.read(10);
                listener.awaitMissingAtMost(0);
            }

            clock.close();

            RelayNode.await(
                    () ->
                            a.origin().announced().isEmpty()
                                    && b.origin().announced().isEmpty()
                                    && c.origin().announced().isEmpty(),
                    "nothing announced once nobody publishes");
        }
    }

    private static RelayNode linked(String... urls) throws Exception {
        return RelayNode.start(Map.of(Setting.CLUSTER_CONNECT, List.of(urls)));
    }

    private static RelayNode joined(RelayNode meeting, String... publicNames) throws Exception {
        return RelayNode.startAsNode(meeting.url(), List.of(publicNames));
    }
}
