package org.moqgateway.moq.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Which route wins, who hears of it, and what happens when it goes.
class RoutesTest {
    private static final OriginId SELF = new OriginId(1);

    private final ManualDelay delay = new ManualDelay();
    private final Origin origin =
            new Origin(SELF, CachePool.unbounded(), Duration.ofSeconds(5), delay);
    private final AnnouncementRecorder heard = new AnnouncementRecorder();
    private final RecordingSource source = new RecordingSource();

    private static Route route(long cost, long... hops) {
        return new Route(LongStream.of(hops).mapToObj(OriginId::new).toList(), cost);
    }

    private RemoteRoute announce(String path, Route route) {
        return origin.announce(path, route, source).orElseThrow();
    }

    @Test
    void anOriginIdFitsTheWire() {
        assertThat(OriginId.random().known()).isTrue();
        assertThat(OriginId.random().value()).isLessThan(1L << 53);
        assertThat(OriginId.UNKNOWN.known()).isFalse();
        assertThatThrownBy(() -> new OriginId(1L << 62))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OriginId(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRouteGrowsByAHopAndItsCostSaturates() {
        Route longer = route(5, 7).via(new OriginId(8), 2);

        assertThat(longer).isEqualTo(route(7, 7, 8));
        assertThat(longer.via(SELF, Long.MAX_VALUE).cost()).isEqualTo(Long.MAX_VALUE);
        assertThat(longer.passes(new OriginId(8))).isTrue();
        assertThat(route(0, 0).passes(OriginId.UNKNOWN)).isFalse();
        assertThat(route(0, 0, 9).publisher()).isEmpty();
        assertThat(route(0, 9, 0).publisher()).contains(new OriginId(9));
        assertThatThrownBy(() -> route(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLoopsAndRoutesWithTooManyHops() {
        long[] most = LongStream.range(2, 2 + Route.MAX_HOPS).toArray();
        long[] tooMany = LongStream.range(2, 3 + Route.MAX_HOPS).toArray();

        assertThat(origin.announce("a", route(0, 7, 1, 8), source)).isEmpty();
        assertThat(origin.announce("a", route(0, tooMany), source)).isEmpty();
        assertThat(origin.announced()).isEmpty();
        assertThat(origin.announce("a", route(0, most), source)).isPresent();
    }

    @Test
    void takesSoManyPathsOfPeersAndAnyNumberOfRoutes() {
        Origin small = new Origin(SELF, CachePool.unbounded(), Duration.ofSeconds(5), delay, 2);
        RemoteRoute first = small.announce("a", route(0, 7), source).orElseThrow();
        assertThat(small.announce("b", route(0, 7), source)).isPresent();

        assertThat(small.announce("c", route(0, 7), source)).isEmpty();
        assertThat(small.announce("a", route(0, 7, 8), source)).isPresent();
        assertThat(small.createBroadcast("own").ending()).isEmpty();
        assertThat(small.announced()).containsExactly("a", "b", "own");
        first.update(route(0, 9));
        assertThat(small.announce("b", route(0, 9), source)).isPresent();
        assertThat(small.announced()).containsExactly("a", "b", "own");
    }

    @Test
    void takesPathsAgainWhenOthersHaveGone() {
        Origin small = new Origin(SELF, CachePool.unbounded(), Duration.ofSeconds(5), delay, 1);
        RemoteRoute first = small.announce("a", route(0, 7), source).orElseThrow();
        first.lost();
        assertThat(small.announce("b", route(0, 7), source)).as("lingering counts").isEmpty();
        delay.pass();
        assertThat(small.announce("b", route(0, 7), source)).isPresent();
    }

    @Test
    void takesTheCheapestThenTheShortestThenTheNewest() {
        origin.listen(heard);
        announce("a", route(5, 7, 8));
        announce("a", route(5, 7, 9, 10));
        assertThat(heard.take()).containsExactly("+a [7,8]");
        announce("a", route(4, 7, 9, 10, 11));
        assertThat(heard.take()).containsExactly("~a [7,9,10,11]");

        RecordingSource older = new RecordingSource();
        RecordingSource newer = new RecordingSource();
        origin.announce("a", route(3, 7, 12), older);
        origin.announce("a", route(3, 7, 12), newer);
        TrackConsumer unused = origin.broadcast("a").orElseThrow().track("v").orElseThrow();
        assertThat(unused).isNotNull();
        assertThat(older.tracks).isEmpty();
        assertThat(newer.tracks).hasSize(1);
    }

    /// Equal in cost and length: decided by a hash that every relay computes alike, whatever came
    /// first, and differently for each path.
    @Test
    void breaksTiesTheSameWayInWhateverOrderTheRoutesCome() {
        List<String> winners = new ArrayList<>();
        for (String path : List.of("a", "b", "c", "d", "e", "f")) {
            String one = winner(path, 8, 9);
            assertThat(winner(path, 9, 8)).isEqualTo(one);
            winners.add(one);
        }
        assertThat(winners).contains("[7,8]", "[7,9]");
    }

    private static String winner(String path, long... lastHops) {
        Origin fresh = new Origin();
        AnnouncementRecorder recorder = new AnnouncementRecorder();
        for (long hop : lastHops) {
            fresh.announce(path, route(5, 7, hop), new RecordingSource());
        }
        fresh.listen(recorder);
        return recorder.events.getFirst().substring(path.length() + 2);
    }

    @Test
    void aPeerWaitsForABroadcastOfThisProcessThatStays() {
        origin.localStays();
        BroadcastProducer local = origin.createBroadcast("a");
        origin.listen(heard);
        announce("a", route(0, 7));
        announce("a", route(0, 8)).update(route(0, 9));

        assertThat(heard.take()).containsExactly("+a []");
        local.finish();
        assertThat(heard.take()).hasSize(2).first().isEqualTo("-a");
        assertThat(origin.announced()).containsExactly("a");
    }

    @Test
    void anUpdateChangesWhoIsBest() {
        origin.listen(heard);
        RemoteRoute first = announce("a", route(1, 7, 8));
        announce("a", route(2, 7, 9));
        first.update(route(3, 7, 8));
        first.update(route(3, 7, 8));

        assertThat(heard.take()).containsExactly("+a [7,8]", "~a [7,9]");
        first.update(route(0, 7, 1));
        first.update(route(0, 7, 8));
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void tellsAPeerOnlyRoutesThatDoNotLeadThroughIt() {
        origin.listen("", new OriginId(8), heard);
        RemoteRoute through = announce("a", route(1, 7, 8));
        assertThat(heard.take()).isEmpty();
        RemoteRoute beside = announce("a", route(9, 7, 9));
        assertThat(heard.take()).containsExactly("+a [7,9]");
        beside.update(route(9, 7, 9, 8));
        assertThat(heard.take()).containsExactly("-a");
        through.close();
        beside.update(route(9, 7, 10));
        assertThat(heard.take()).containsExactly("+a [7,10]");
    }

    @Test
    void aPrefixIsOfWholeParts() {
        origin.listen("/room/1", OriginId.UNKNOWN, heard);
        origin.createBroadcast("room/1/cam");
        origin.createBroadcast("room/12");
        announce("room/1", route(0, 7));
        announce("room", route(0, 7));

        assertThat(heard.take()).containsExactly("+room/1/cam []", "+room/1 [7]");
        assertThat(origin.announced("room/1/")).containsExactly("room/1", "room/1/cam");
        assertThat(origin.announced("")).hasSize(4);
    }

    @Test
    void anotherPublisherReplacesAndTheFormerComesBack() {
        origin.listen(heard);
        RemoteRoute old = announce("a", route(0, 7));
        BroadcastConsumer viewer = origin.broadcast("a").orElseThrow();
        TrackConsumer frames = viewer.track("v").orElseThrow();
        RemoteRoute young = announce("a", route(9, 8));

        assertThat(heard.take()).containsExactly("+a [7]", "-a", "+a [8]");
        assertThat(viewer.ending()).hasValueSatisfying(RoutesTest::isDuplicate);
        assertThat(frames.pollFrame()).isInstanceOf(Poll.Aborted.class);
        assertThat(source.track().cancelled()).isTrue();
        // The loser does not win its place back by a better price.
        old.update(route(0, 7));
        assertThat(heard.take()).isEmpty();
        young.close();
        assertThat(heard.take()).containsExactly("-a", "+a [7]");
        old.close();
        assertThat(heard.take()).containsExactly("-a");
        assertThat(origin.announced()).isEmpty();
    }

    private static void isDuplicate(Ending ending) {
        assertThat(ending)
                .isInstanceOfSatisfying(
                        Ending.Aborted.class,
                        aborted -> assertThat(aborted.reason().code()).isEqualTo(12));
    }

    @Test
    void publishersWithoutIdentityAreNeverTakenForTheSame() {
        origin.listen(heard);
        announce("a", route(0, 0));
        announce("a", route(0, 0));

        assertThat(heard.take()).containsExactly("+a [0]", "-a", "+a [0]");
    }

    @Test
    void localAndRemotePublishersReplaceEachOther() {
        origin.listen(heard);
        BroadcastProducer local = origin.createBroadcast("a");
        RemoteRoute remote = announce("a", route(0, 7));
        assertThat(local.ending()).hasValueSatisfying(RoutesTest::isDuplicate);
        BroadcastProducer again = origin.createBroadcast("a");
        again.finish();
        remote.close();

        assertThat(heard.take())
                .containsExactly("+a []", "-a", "+a [7]", "-a", "+a []", "-a", "+a [7]", "-a");
    }

    @Test
    void aPublisherThatChangesItsIdentityIsAnother() {
        origin.listen(heard);
        RemoteRoute changing = announce("a", route(0, 7));
        announce("a", route(5, 7, 9));
        changing.update(route(0, 8));

        assertThat(heard.take()).containsExactly("+a [7]", "-a", "+a [8]");
        changing.close();
        assertThat(heard.take()).containsExactly("-a", "+a [7,9]");
    }

    /// A peer that cannot write ids passes our own announcement back.
    @Test
    void whatMayBeOurOwnAnnouncementReplacesNothing() {
        OriginId peer = new OriginId(50);
        origin.listen("", peer, heard);
        BroadcastProducer local = origin.createBroadcast("a");
        RemoteRoute back = announce("a", route(0, 0, 50));

        assertThat(local.ending()).isEmpty();
        assertThat(heard.take()).containsExactly("+a []");
        back.update(route(0, 0, 50));
        assertThat(local.ending()).isEmpty();
        local.finish();
        // Told to others: the peer is not told what comes by itself.
        assertThat(heard.take()).containsExactly("-a");
        assertThat(origin.announced()).containsExactly("a");
    }

    @Test
    void waitsForAReplacementOfALostRoute() {
        origin.listen(heard);
        RemoteRoute lost = announce("a", route(0, 7));
        BroadcastConsumer viewer = origin.broadcast("a").orElseThrow();
        lost.lost();
        lost.close();
        assertThat(delay.asked).isEqualTo(Duration.ofSeconds(5));
        assertThat(origin.announced()).containsExactly("a");
        AnnouncementRecorder late = new AnnouncementRecorder();
        origin.listen(late);
        assertThat(late.take()).containsExactly("+a [7]");

        announce("a", route(0, 7, 9));
        delay.pass();
        assertThat(viewer.ending()).isEmpty();
        assertThat(heard.take()).containsExactly("+a [7]", "~a [7,9]");
    }

    @Test
    void endsWhatNobodyBringsBackInTime() {
        origin.listen(heard);
        RemoteRoute lost = announce("a", route(0, 7));
        BroadcastConsumer viewer = origin.broadcast("a").orElseThrow();
        lost.lost();
        delay.pass();

        assertThat(heard.take()).containsExactly("+a [7]", "-a");
        assertThat(viewer.ending())
                .hasValueSatisfying(
                        ending ->
                                assertThat(ending)
                                        .isInstanceOfSatisfying(
                                                Ending.Aborted.class,
                                                aborted ->
                                                        assertThat(aborted.reason().code())
                                                                .isEqualTo(24)));
    }

    @Test
    void theSecondLossHasItsOwnTime() {
        RemoteRoute first = announce("a", route(0, 7));
        first.lost();
        RemoteRoute second = announce("a", route(0, 7));
        ManualDelay before = delay;
        second.lost();
        RemoteRoute third = announce("a", route(0, 7));
        before.pass();

        assertThat(origin.announced()).containsExactly("a");
        third.close();
        assertThat(origin.announced()).isEmpty();
    }

    @Test
    void apublisherWithoutIdentityMayComeBackToItsPath() {
        announce("a", route(0, 0)).lost();
        BroadcastConsumer viewer = origin.broadcast("a").orElseThrow();
        announce("a", route(0, 0));
        delay.pass();

        assertThat(viewer.ending()).isEmpty();
    }

    @Test
    void anotherPublisherDoesNotWaitForALostOne() {
        announce("a", route(0, 7)).lost();
        BroadcastConsumer viewer = origin.broadcast("a").orElseThrow();
        announce("a", route(0, 8));

        assertThat(viewer.ending()).hasValueSatisfying(RoutesTest::isDuplicate);
    }

    @Test
    void endsAtOnceWhenThePeerSaysSoOrNobodyLingers() {
        announce("a", route(0, 7)).close();
        assertThat(origin.announced()).isEmpty();

        Origin strict = new Origin(SELF, CachePool.unbounded(), Duration.ZERO, delay);
        strict.announce("a", route(0, 7), source).orElseThrow().lost();
        assertThat(strict.announced()).isEmpty();
    }

    @Test
    void servesAPeerByRoutesThatDoNotLeadThroughIt() {
        OriginId peer = new OriginId(8);
        RecordingSource beside = new RecordingSource();
        announce("a", route(1, 7, 8));
        assertThat(origin.broadcast("a", peer)).isEmpty();
        RemoteRoute other = origin.announce("a", route(9, 7, 9), beside).orElseThrow();
        try (BroadcastConsumer served = origin.broadcast("a", peer).orElseThrow()) {
            TrackConsumer track = served.track("v").orElseThrow();
            assertThat(source.tracks).isEmpty();
            assertThat(beside.tracks).hasSize(1);
            other.lost();
            assertThat(track.pollFrame()).isInstanceOf(Poll.Aborted.class);
            assertThat(served.ending()).isPresent();
        }
    }

    @Test
    void staysOffRoutesThroughAPeerThatReads() {
        OriginId peer = new OriginId(8);
        RecordingSource through = new RecordingSource();
        announce("a", route(9, 7, 9));
        BroadcastConsumer served = origin.broadcast("a", peer).orElseThrow();
        TrackConsumer track = served.track("v").orElseThrow();
        origin.announce("a", route(1, 7, 8), through);
        assertThat(through.tracks).isEmpty();
        assertThat(source.tracks).hasSize(1);

        // It reads for as long as one of its tracks is open.
        served.close();
        assertThat(through.tracks).isEmpty();
        TrackConsumer other = origin.broadcast("a").orElseThrow().track("v").orElseThrow();
        track.close();
        assertThat(through.tracks).hasSize(1);
        assertThat(other.pollFrame()).isInstanceOf(Poll.Pending.class);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(origin.broadcast("a")).isEqualTo(Optional.empty());
        assertThat(origin.id()).isEqualTo(SELF);
        assertThat(origin.linger()).isEqualTo(Duration.ofSeconds(5));
    }
}
