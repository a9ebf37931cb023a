package org.moqgateway.moq.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.Demand;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.GroupFetch;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.transport.memory.LinkSettings;
import org.moqgateway.moq.wire.MoqVersion;

/// What a subscriber says, byte by byte, and what it makes of answers. The origin is number 22
/// (`16`), the peer number 7.
class SubscriberBytesTest {
    private final Net net = new Net();
    private final Origin origin = net.origin(22);

    private Peer connect(MoqVersion version) {
        Peer peer = net.playClient(origin, LinkSettings.quic(version.id()));
        if (version.hasSetupStream()) {
            peer.uni("01 01 00").finish();
        }
        net.pass();
        return peer;
    }

    /// A peer that has the broadcast "a", and a reader of its track "v".
    private Peer announcing(MoqVersion version) {
        Peer peer = connect(version);
        Peer.Stream announce = peer.bidis.getFirst();
        announce.heard();
        announce.say(version.hasAnnounceOk() ? "02 07 01 04 01 0161 00" : "05 01 0161 01 07");
        net.pass();
        assertThat(origin.announced()).containsExactly("a");
        return peer;
    }

    private TrackConsumer reader() {
        return origin.broadcast("a").orElseThrow().track("v").orElseThrow();
    }

    private static String text(TrackConsumer reader) {
        Poll<Frame> next = reader.pollFrame();
        return next instanceof Poll.Ready(Frame frame)
                ? frame.timestampUs() + " " + new String(frame.payload(), StandardCharsets.UTF_8)
                : next.toString();
    }

    @ParameterizedTest
    @CsvSource({"LITE_03, 010100", "LITE_04, 01020016", "LITE_05, 01020016"})
    void asksForAnnouncements(MoqVersion version, String request) {
        Peer peer = connect(version);
        assertThat(peer.bidis.getFirst().heard()).isEqualTo(request);
        assertThat(peer.bidis.getFirst().finished).isFalse();
    }

    @Test
    void lite04AsksForATrackAndReadsIt() {
        Peer peer = announcing(MoqVersion.LITE_04);
        TrackConsumer reader = reader().demand(new Demand(9, true, Duration.ofMillis(100)));
        net.pass();
        Peer.Stream subscribe = peer.bidis.get(1);
        // type SUBSCRIBE, length, id 0, "a", "v", priority, ordered, 100 ms, from the newest on
        assertThat(subscribe.heard())
                .isEqualTo("02" + "0b" + "00" + "0161" + "0176" + "0901406400" + "00");
        subscribe.say("00 05 00 00 00 00 00");
        peer.uni("00 02 00 03 02 6869").finish();
        net.pass();
        assertThat(text(reader)).endsWith(" hi");
        assertThat(reader.groupSequence()).isEqualTo(3);
        subscribe.finish();
        net.pass(Duration.ofSeconds(2));
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void lite05AsksWhatTheTrackIsFirst() {
        Peer peer = announcing(MoqVersion.LITE_05);
        TrackConsumer reader = reader();
        net.pass();
        assertThat(peer.bidis).hasSize(2);
        Peer.Stream info = peer.bidis.get(1);
        assertThat(info.heard()).isEqualTo("06" + "04" + "0161" + "0176");
        // priority 1, 5000 ms, 1000 units
        info.say("06 01 00 5388 43e8").finish();
        net.pass();
        assertThat(info.finished).isTrue();
        Peer.Stream subscribe = peer.bidis.get(2);
        assertThat(subscribe.heard()).startsWith("02" + "0a" + "00" + "0161" + "0176");
        subscribe.say("00 01 03");
        Peer.Stream group = peer.uni("00 02 00 03 4fa0 02 6869");
        net.pass();
        assertThat(text(reader)).isEqualTo("2000000 hi");
        group.say("01 01 21");
        net.pass();
        assertThat(text(reader)).isEqualTo("1999000 !");
        subscribe.say("01 01 04").finish();
        net.pass();
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Pending.class);
        group.finish();
        net.pass();
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Finished.class);
    }

    /// The two directions of a stream are apart: a stop of ours may overtake what the peer says.
    @Test
    void takesAnAnswerThatAStopHasOvertaken() {
        Peer peer = announcing(MoqVersion.LITE_05);
        TrackConsumer reader = reader();
        net.pass();
        Peer.Stream info = peer.bidis.get(1);
        info.stop(0);
        net.pass(Duration.ofMillis(900));
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Pending.class);
        info.say("06 01 00 5388 43e8").finish();
        net.pass(Duration.ofSeconds(2));
        assertThat(peer.bidis).hasSize(3);
        assertThat(peer.bidis.get(2).heard()).startsWith("02" + "0a" + "00" + "0161" + "0176");
    }

    @Test
    void takesAStopWithoutAWordForARefusal() {
        Peer peer = announcing(MoqVersion.LITE_05);
        TrackConsumer reader = reader();
        net.pass();
        peer.bidis.get(1).stop(0x33);
        net.pass(Duration.ofSeconds(2));
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Aborted.class);
        assertThat(peer.bidis).hasSize(2);
    }

    /// Subscribed to "v" with lite-05; the streams are announce, track, subscribe.
    private Peer subscribed(TrackConsumer[] reader) {
        Peer peer = announcing(MoqVersion.LITE_05);
        reader[0] = reader();
        net.pass();
        peer.bidis.get(1).say("06 01 00 5388 43e8").finish();
        net.pass();
        peer.bidis.get(2).heard();
        return peer;
    }

    @Test
    void tellsWhenTheWishesChange() {
        TrackConsumer[] reader = new TrackConsumer[1];
        Peer peer = subscribed(reader);
        reader[0].demand(new Demand(200, false, Duration.ofMillis(50)));
        net.pass();
        assertThat(peer.bidis.get(2).heard()).isEqualTo("05" + "c8" + "00" + "32" + "00" + "00");
    }

    @Test
    void leavesWhenNobodyReads() {
        TrackConsumer[] reader = new TrackConsumer[1];
        Peer peer = subscribed(reader);
        Peer.Stream group = peer.uni("00 02 00 03 00 02 6869");
        net.pass();
        reader[0].close();
        net.pass(Duration.ofSeconds(5));
        assertThat(peer.bidis.get(2).finished).isTrue();
        assertThat(peer.bidis.get(2).stopped).isEqualTo(1);
        assertThat(group.stopped).isEqualTo(1);
        Peer.Stream late = peer.uni("00 02 00 04 00 02 6869");
        net.pass();
        assertThat(late.stopped).isEqualTo(1);
        assertThat(peer.closed).isNull();
    }

    @Test
    void passesTheReasonOfAResetOn() {
        TrackConsumer[] reader = new TrackConsumer[1];
        Peer peer = subscribed(reader);
        Objects.requireNonNull(peer.bidis.get(2).out).reset(0x33);
        net.pass(Duration.ofSeconds(10));
        Poll<Frame> end = reader[0].pollFrame();
        assertThat(end).isInstanceOf(Poll.Aborted.class);
        assertThat(((Poll.Aborted<Frame>) end).reason().code())
                .isEqualTo(AbortReason.NOT_FOUND.code());
        assertThat(peer.closed).isNull();
    }

    @Test
    void takesDatagrams() {
        TrackConsumer[] reader = new TrackConsumer[1];
        Peer peer = subscribed(reader);
        peer.connection.sendDatagram(ByteBuffer.wrap(Peer.bytes("00 05 09 6869")));
        peer.connection.sendDatagram(ByteBuffer.wrap(Peer.bytes("63 05 09 6869")));
        peer.connection.sendDatagram(ByteBuffer.wrap(Peer.bytes("00")));
        net.pass();
        Poll<GroupConsumer> group = reader[0].pollGroup();
        assertThat(group).isInstanceOf(Poll.Ready.class);
        assertThat(((Poll.Ready<GroupConsumer>) group).value().datagram()).isTrue();
        assertThat(peer.closed).isNull();
    }

    @Test
    void fetchesWhatIsNotThere() {
        Peer peer = announcing(MoqVersion.LITE_05);
        GroupFetch fetch = origin.broadcast("a").orElseThrow().group("v", 5, 3);
        fetch.poll();
        net.pass();
        peer.bidis.get(1).say("06 01 00 5388 43e8").finish();
        net.pass();
        Peer.Stream asked = peer.bidis.get(2);
        assertThat(asked.heard()).isEqualTo("03" + "06" + "0161" + "0176" + "03" + "05");
        asked.say("02 02 6869");
        asked.finish();
        net.pass();
        Poll<GroupConsumer> answer = fetch.poll();
        assertThat(answer).isInstanceOf(Poll.Ready.class);
        GroupConsumer group = ((Poll.Ready<GroupConsumer>) answer).value();
        assertThat(group.poll()).isInstanceOf(Poll.Ready.class);
        assertThat(group.poll()).isInstanceOf(Poll.Finished.class);
    }

    @Test
    void asksNothingNewOfAPeerThatIsLeaving() {
        Peer peer = announcing(MoqVersion.LITE_05);
        peer.bidi("05 01 00").finish();
        net.pass();
        TrackConsumer reader = reader();
        net.pass();
        assertThat(peer.bidis).hasSize(1);
        net.pass(Duration.ofSeconds(10));
        assertThat(reader.pollFrame()).isInstanceOf(Poll.Aborted.class);
    }

    @Test
    void endsATrackWithoutItsEndAsDropped() {
        TrackConsumer[] reader = new TrackConsumer[1];
        Peer peer = subscribed(reader);
        peer.bidis.get(2).finish();
        net.pass(Duration.ofSeconds(10));
        assertThat(reader[0].pollFrame()).isInstanceOf(Poll.Aborted.class);
    }
}
