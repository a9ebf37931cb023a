package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.moqgateway.moq.model.BroadcastProducer;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.transport.memory.MemoryConnection;
import org.moqgateway.moq.transport.memory.MemoryIncoming;
import org.moqgateway.moq.wire.MoqVersion;

/// Peers that change their mind all the time.
class UpdateFloodTest {
    private static final int VIOLATION = 3;
    private static final LinkSettings LINK = LinkSettings.quic(MoqVersion.LITE_05.id());

    private final Net net = new Net();
    private final Origin origin = net.origin(22);
    private final BroadcastProducer broadcast = origin.createBroadcast("a");
    private final TrackProducer track = broadcast.createTrack(TrackInfo.live("v", 0));

    private Peer subscriber() {
        Peer peer = net.playClient(origin, LINK);
        peer.uni("01 01 00").finish();
        net.pass();
        peer.bidi("02 0a 05 0161 0176 00 00 00 00 00");
        net.pass();
        return peer;
    }

    private static String update(int priority) {
        return "05" + String.format(Locale.ROOT, "%02x", priority) + "00000000";
    }

    @Test
    void takesAHundredUpdatesASecond() {
        Peer peer = subscriber();
        Peer.Stream subscription = peer.bidi("02 0a 06 0161 0176 00 00 00 00 00");
        for (int i = 0; i < 6000; i++) {
            subscription.say(update(i % 256));
            net.pass(Duration.ofMillis(10));
        }
        assertThat(peer.closed).isNull();
        assertThat(subscription.reset).isEqualTo(-1);
    }

    @Test
    void endsTheSessionThatFloodsWithUpdatesAndNoOther() {
        Peer peer = subscriber();
        Peer other = subscriber();
        Peer.Stream subscription = peer.bidi("02 0a 06 0161 0176 00 00 00 00 00");
        int frames = 0;
        for (int i = 0; i < 20_000 && peer.closed == null; i++) {
            subscription.say(update(i % 256));
            if (i % 100 == 0) {
                track.writeGroup(new Frame(i, new byte[10]), net.time.nowNanos());
                frames++;
                net.pass();
            }
        }
        net.pass();
        assertThat(peer.closeCode()).isEqualTo(VIOLATION);
        assertThat(other.closed).isNull();
        assertThat(other.unis).as("SETUP and each group").hasSize(1 + frames);
    }

    @Test
    void tellsAPublisherThatDoesNotReadNoMoreThanTheLastWish() {
        Origin relay = net.origin(2);
        LinkSettings thin = LINK.window(1024);
        MemoryConnection[] ends = MemoryConnection.pair(net.time, thin);
        net.server(relay, Grant.everything())
                .incoming(new MemoryIncoming(ends[1], List.of(thin.protocol())));
        Peer peer = new Peer(ends[0]);
        net.time.run();
        peer.uni("01 01 00").finish();
        net.pass();
        peer.bidis.getFirst().say("02 07 01 04 01 0161 00");
        net.pass();
        TrackConsumer reader = relay.broadcast("a").orElseThrow().track("v").orElseThrow();
        net.pass();
        peer.bidis.get(1).say("06 01 00 5388 43e8").finish();
        net.pass();
        Peer.Stream subscription = peer.bidis.get(2);
        subscription.heard();
        peer.connection.stall(true);
        for (int i = 0; i < 15_000; i++) {
            reader.demand(new Demand(1 + i % 90, false, Duration.ZERO));
            net.pass(Duration.ofMillis(1));
        }
        assertThat(ends[1].peakQueuedBytes()).isLessThan(70_000);
        reader.demand(new Demand(99, false, Duration.ZERO));
        net.pass();
        peer.connection.stall(false);
        net.pass(Duration.ofSeconds(10));
        String heard = subscription.heard();
        assertThat(heard).endsWith(update(99));
        assertThat(heard.length() / update(99).length()).isLessThan(13_000);
    }
}
