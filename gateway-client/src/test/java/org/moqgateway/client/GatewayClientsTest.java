package org.moqgateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.client.SupervisorBench.PULL;
import static org.moqgateway.client.SupervisorBench.PUSH;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moqgateway.client.ClientStatus.State;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.webrtc.DialException;
import org.moqgateway.core.webrtc.DialRequest;

@Timeout(60)
class GatewayClientsTest {
    private SupervisorBench bench = new SupervisorBench(false);

    @AfterEach
    void leavesNothing() {
        bench.close();
    }

    @Test
    void goesLiveWhenMediaArrives() {
        assertThat(bench.state(PULL)).isEqualTo(State.STOPPED);
        assertThat(bench.clients.start(PULL)).isTrue();
        FakeDialer.Session session = bench.answered(1);
        session.connected.complete(null);
        bench.time.advance(Duration.ofSeconds(2));
        assertThat(bench.state(PULL)).isEqualTo(State.CONNECTING);
        bench.live(1);

        ClientStatus status = bench.status(PULL);
        assertThat(session.answer).contains("their answer");
        assertThat(status.sessionId()).contains(session.id());
        assertThat(status.liveSince()).isPresent();
        assertThat(status.attempts()).isZero();
        assertThat(status.lastError()).isEmpty();
        assertThat(status.bitrateBps()).isEqualTo(64_000);
        assertThat(status.url()).isEqualTo("https://remote.example/x");
    }

    @Test
    void startsOnlyTheEnabledOnesByItself() {
        bench.clients.begin();
        assertThat(bench.clients.statuses())
                .extracting(ClientStatus::state)
                .containsOnly(State.STOPPED);
        assertThat(bench.clients.start("nobody")).isFalse();
        assertThat(bench.clients.stop("nobody")).isFalse();
        assertThat(bench.clients.status("nobody")).isEmpty();
    }

    @Test
    void comesBackAtOnceWhenALiveSessionBreaks() {
        bench.clients.start(PULL);
        FakeDialer.Session first = bench.live(1);
        bench.flow(Duration.ofSeconds(5));
        bench.breaks(first);
        Duration until = bench.time.advanceUntil(() -> bench.dialer.sessions.size() == 2);

        assertThat(until).isLessThanOrEqualTo(Duration.ofMillis(250));
        assertThat(bench.remote.sessions.getFirst().deletes.get()).isEqualTo(1);
        assertThat(bench.error(PULL)).contains("vanished");
        bench.live(2);
        assertThat(bench.status(PULL).lastError()).isPresent();
        assertThat(bench.dialer.holds).hasSize(1);
    }

    @Test
    void doesNotForgetItsFailuresForASessionWithoutMedia() {
        bench.clients.start(PULL);
        for (int session = 1; session <= 8; session++) {
            bench.answered(session).end(PeerEnd.Reason.HANDSHAKE_FAILED);
        }
        bench.until(PULL, State.RETRYING);
        assertThat(bench.status(PULL).attempts()).isEqualTo(8);
        assertThat(bench.time.advanceUntil(() -> bench.dialer.sessions.size() == 9))
                .isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void givesUpASessionWhosePeerIsNotReached() {
        bench.clients.start(PULL);
        bench.answered(1);
        Duration took = bench.advanceUntil(PULL, State.RETRYING);
        assertThat(took).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
        assertThat(bench.error(PULL)).contains("was not reached within 15 s");
    }

    @Test
    void takesNoSessionForLiveThatFailsBeforeItConnects() {
        bench.clients.start(PUSH);
        FakeDialer.Session session = bench.answered(1);
        session.connected.completeExceptionally(
                new DialException(DialException.Reason.CLOSED, "never connected"));
        bench.time.advance(Duration.ofMillis(100));
        assertThat(bench.state(PUSH)).isEqualTo(State.CONNECTING);
        session.end(PeerEnd.Reason.CLOSED_BY_PEER);
        bench.until(PUSH, State.RETRYING);
        assertThat(bench.status(PUSH).attempts()).isEqualTo(1);
        assertThat(bench.error(PUSH)).contains("by the test");
    }

    @Test
    void deletesTheSessionWhoseAnswerIsUnusable() {
        bench.dialer.answersAreBad = true;
        bench.clients.start(PULL);
        bench.until(PULL, State.RETRYING);
        bench.time.until(() -> bench.remote.session().deletes.get() == 1);
        assertThat(bench.error(PULL)).isEqualTo("no fingerprint");
        assertThat(bench.status(PULL).nextAttempt().orElseThrow())
                .isAfter(bench.time.now().plusSeconds(29));
    }

    @Test
    void deletesTheSessionThatIsMadeAfterTheStop() {
        bench.remote.gate = new CountDownLatch(1);
        bench.clients.start(PULL);
        bench.time.until(() -> bench.remote.offers.get() == 1);
        Thread stop = Thread.ofVirtual().start(() -> bench.clients.stop(PULL));
        bench.until(PULL, State.STOPPED);
        bench.remote.gate.countDown();
        bench.time.until(() -> !stop.isAlive());

        assertThat(bench.remote.session().deletes.get()).isEqualTo(1);
        assertThat(bench.dialer.session().answer).isEmpty();
    }

    @Test
    void doesNotWaitLongerThanThreeSecondsForARemoteThatSaysNothing() {
        bench.remote.gate = new CountDownLatch(1);
        bench.clients.start(PULL);
        bench.clients.start(PUSH);
        bench.time.until(() -> bench.remote.offers.get() == 2);
        Thread closing = Thread.ofVirtual().start(bench.clients::close);
        Duration took = bench.time.advanceUntil(() -> !closing.isAlive());
        assertThat(took).isLessThan(Duration.ofSeconds(4));
        assertThat(bench.clients.statuses())
                .extracting(ClientStatus::state)
                .containsOnly(State.STOPPED);
        assertThat(bench.clients.start(PULL)).isTrue();
        assertThat(bench.state(PULL)).isEqualTo(State.STOPPED);
        bench.remote.gate.countDown();
        bench.time.until(() -> bench.remote.sessions.size() == 2 && bench.remote.notDeleted() == 0);
    }

    @Test
    void survivesAMistakeAndTriesAgain() {
        bench.remote.mistake = new IllegalStateException("a bug");
        bench.clients.start(PULL);
        bench.until(PULL, State.RETRYING);
        assertThat(bench.error(PULL)).contains("fault of this gateway");
        bench.remote.mistake = null;
        bench.live(2);
    }

    @Test
    void survivesAMistakeOfTheMediaSide() {
        bench.dialer.mistake = new IllegalStateException("a bug");
        bench.clients.start(PUSH);
        bench.until(PUSH, State.RETRYING);
        bench.dialer.mistake = null;
        bench.live(1);
    }

    @Test
    void startsAndStopsAsOftenAsAnybodyLikes() throws InterruptedException {
        List<Thread> people =
                IntStream.range(0, 40)
                        .mapToObj(
                                who ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            if (who % 2 == 0) {
                                                                bench.clients.start(PULL);
                                                            } else {
                                                                bench.clients.stop(PULL);
                                                            }
                                                        }))
                        .toList();
        bench.time.advanceUntil(() -> people.stream().noneMatch(Thread::isAlive));
        Thread stop = Thread.ofVirtual().start(() -> bench.clients.stop(PULL));
        bench.time.advanceUntil(() -> !stop.isAlive());

        assertThat(bench.state(PULL)).isEqualTo(State.STOPPED);
        assertThat(bench.remote.notDeleted()).isZero();
        assertThat(bench.dialer.holds).allMatch(held -> held.closed);
        int before = bench.dialer.sessions.size();
        bench.clients.start(PULL);
        bench.clients.start(PULL);
        bench.live(before + 1);
        assertThat(bench.dialer.sessions).hasSize(before + 1);
    }

    @Test
    void withdrawsABroadcastThatLingeredLongEnough() {
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.live(1);
        bench.flow(Duration.ofSeconds(4));
        bench.remote.refuse(SignallingException.Kind.UNREACHABLE);
        bench.breaks(session);
        bench.time.advanceUntil(() -> bench.remote.offers.get() > 3);
        assertThat(bench.dialer.held().withdrawals.get()).isZero();
        Duration took = bench.time.advanceUntil(() -> bench.dialer.held().withdrawals.get() > 0);
        assertThat(took).isLessThanOrEqualTo(SupervisorBench.LINGER);

        bench.remote.accept();
        bench.time.advanceUntil(() -> bench.remote.sessions.size() == 2);
        bench.live(bench.dialer.sessions.size());
        assertThat(bench.dialer.held().closed).isFalse();
    }

    @Test
    void asksARemoteThatHasFallenSilentAndDialsAgainWhenItHasForgotten() {
        bench.remote.restartFailure =
                new SignallingException(
                        SignallingException.Kind.NOT_FOUND, 404, Optional.empty(), "gone");
        bench.clients.start(PULL);
        bench.live(1);
        bench.flow(Duration.ofSeconds(5));
        Duration took = bench.time.advanceUntil(() -> bench.dialer.sessions.size() == 2);

        assertThat(took).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(bench.error(PULL)).isEqualTo(IceRestarts.FORGOTTEN);
    }

    @Test
    void keepsASilentSessionWhoseRemoteSaysThatItIsWell() {
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.live(1);
        bench.time.advanceUntil(() -> session.restarted.isPresent());
        bench.advanceUntil(PULL, State.CONNECTING);
        assertThat(bench.dialer.sessions).hasSize(1);
        assertThat(bench.status(PULL).sessionId()).contains(session.id());
        bench.live(1);

        Duration took = bench.time.advanceUntil(() -> bench.dialer.sessions.size() == 2);
        assertThat(took).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(32));
    }

    @Test
    void asksAgainWithTheSameCandidatesWhileTheRemoteIsNotThere() {
        bench.remote.restartFailure =
                new SignallingException(
                        SignallingException.Kind.UNREACHABLE, 0, Optional.empty(), "nobody");
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.live(1);
        bench.time.advanceUntil(() -> bench.remote.session().restarts.size() > 2);
        assertThat(bench.remote.session().restarts).containsOnly("restart 1");

        bench.remote.restartFailure = null;
        bench.time.advanceUntil(() -> session.restarted.isPresent());
        assertThat(session.restarted).contains("restarted");
        assertThat(bench.dialer.sessions).hasSize(1);
    }

    @Test
    void tellsNoRestartThatTheMediaSideHasGivenUp() {
        bench.remote.restartFailure =
                new SignallingException(
                        SignallingException.Kind.UNREACHABLE, 0, Optional.empty(), "nobody");
        bench.clients.start(PUSH);
        FakeDialer.Session session = bench.live(1);
        long end = bench.time.nowNanos() + Duration.ofSeconds(25).toNanos();
        bench.time.advanceUntil(() -> bench.time.nowNanos() - end > 0);
        assertThat(bench.remote.session().restarts).contains("restart 1", "restart 2");
        assertThat(session.restarts.get()).isEqualTo(2);
    }

    @Test
    void restartsWhenTheMediaSideIsInDoubt() {
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.live(1);
        session.doubt.run();
        bench.time.until(() -> session.restarted.isPresent());
        assertThat(bench.remote.session().restarts).containsExactly("restart 1");
    }

    @Test
    void asksNoMoreARemoteThatCannotRestart() {
        bench.remote.restartAnswer = Optional.empty();
        bench.clients.start(PULL);
        bench.live(1);
        Duration took = bench.time.advanceUntil(() -> bench.dialer.sessions.size() == 2);
        assertThat(took).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
        assertThat(bench.remote.sessions.getFirst().restarts).hasSize(1);
        assertThat(bench.dialer.sessions.getFirst().abandoned.get()).isEqualTo(1);
    }

    @Test
    void givesARestartUpThatTheRemoteForbids() {
        bench.remote.restartFailure =
                new SignallingException(
                        SignallingException.Kind.UNAUTHORIZED, 401, Optional.empty(), "no");
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.live(1);
        bench.time.advanceUntil(() -> session.abandoned.get() == 1);
        bench.time.advance(Duration.ofSeconds(3));
        assertThat(bench.remote.session().restarts).hasSize(1);
    }

    @Test
    void tellsCandidatesWhileTheServerTakesThem() {
        bench.remote.servers = List.of(new IceServer("stun:stun.example", null, null));
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.answered(1);
        session.fragments.addAll(List.of("one", "two\r\na=end-of-candidates", "never"));
        bench.time.advanceUntil(() -> bench.remote.session().fragments.size() == 2);
        bench.flow(Duration.ofSeconds(2));
        assertThat(bench.remote.session().fragments)
                .containsExactly("one", "two\r\na=end-of-candidates");
        assertThat(session.servers).hasSize(1);
    }

    @Test
    void isQuietTowardsAServerThatTakesNoCandidates() {
        bench.remote.takesCandidates = false;
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.answered(1);
        session.fragments.addAll(List.of("one", "two"));
        bench.time.advanceUntil(() -> !bench.remote.session().fragments.isEmpty());
        bench.flow(Duration.ofSeconds(2));
        assertThat(bench.remote.session().fragments).containsExactly("one");
    }

    @Test
    void answersACounterOffer() {
        bench.remote.counterOffers = true;
        bench.clients.start(PULL);
        bench.time.advanceUntil(
                () ->
                        !bench.remote.sessions.isEmpty()
                                && bench.remote.session().answer.isPresent());
        assertThat(bench.remote.session().answer).contains("answer to their offer");
        bench.dialer.session().connected.complete(null);
        bench.time.advanceUntil(
                () -> {
                    bench.media();
                    return bench.state(PULL) == State.LIVE;
                });
    }

    @Test
    void obeysRetryAfter() {
        bench.remote.refuse(SignallingException.Kind.OVERLOADED, Duration.ofSeconds(20));
        bench.clients.start(PULL);
        bench.until(PULL, State.RETRYING);
        assertThat(bench.time.advanceUntil(() -> bench.remote.offers.get() == 2))
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(27));
    }

    @Test
    void waitsForItsBroadcastAndPublishesIt() {
        bench.dialer.live(false);
        bench.clients.start(PUSH);
        bench.until(PUSH, State.WAITING);
        assertThat(bench.dialer.dials.get()).isZero();
        bench.dialer.live(true);
        bench.live(1);
        assertThat(bench.dialer.requests.getFirst()).isInstanceOf(DialRequest.Push.class);
        assertThat(bench.dialer.holds).isEmpty();
    }

    @Test
    void endsTheSessionOfABroadcastThatDoesNotReturn() {
        bench.clients.start(PUSH);
        bench.live(1);
        bench.dialer.live(false);
        Duration took =
                bench.time.advanceUntil(
                        () -> {
                            bench.media();
                            return bench.state(PUSH) == State.WAITING;
                        });
        assertThat(took).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
        bench.time.until(() -> bench.remote.session().deletes.get() == 1);
        bench.dialer.live(true);
        bench.live(2);
    }

    @Test
    void keepsTheSessionOfABroadcastThatReturns() {
        bench.clients.start(PUSH);
        bench.live(1);
        bench.dialer.live(false);
        bench.flow(Duration.ofSeconds(8));
        bench.dialer.live(true);
        bench.flow(Duration.ofSeconds(8));
        bench.dialer.live(false);
        bench.flow(Duration.ofSeconds(8));
        assertThat(bench.state(PUSH)).isEqualTo(State.LIVE);
        assertThat(bench.dialer.sessions).hasSize(1);
    }

    @Test
    void saysWhatABroadcastLacksThatCannotBeSent() {
        SessionProblem lack =
                new SessionProblem(SessionProblem.Code.NO_SUCH_VIDEO, "no video rendition \"x\"");
        bench.dialer.live(false);
        bench.dialer.lacks(List.of(lack));
        bench.clients.start(PUSH);
        bench.until(PUSH, State.WAITING);
        assertThat(bench.status(PUSH).problems()).containsExactly(lack);
        assertThat(bench.status(PULL).problems()).isEmpty();

        bench.dialer.lacks(List.of());
        bench.dialer.live(true);
        bench.live(1);
        assertThat(bench.status(PUSH).problems()).isEmpty();
    }

    @Test
    void dialsAnewWhenItsBroadcastHasOtherMedia() {
        bench.clients.start(PUSH);
        FakeDialer.Session first = bench.live(1);
        bench.flow(Duration.ofSeconds(5));
        first.outgrown = true;
        bench.flow(Duration.ofSeconds(1));
        first.outgrown = false;
        bench.flow(Duration.ofSeconds(5));
        assertThat(bench.dialer.sessions).hasSize(1);

        first.outgrown = true;
        Duration took =
                bench.time.advanceUntil(
                        () -> {
                            bench.media();
                            return bench.dialer.sessions.size() == 2;
                        });
        assertThat(took).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(bench.remote.sessions.getFirst().deletes.get()).isEqualTo(1);
        assertThat(bench.error(PUSH)).contains("other media");
        assertThat(bench.status(PUSH).reconnects()).isZero();
        bench.live(2);
        assertThat(bench.status(PUSH).reconnects()).isEqualTo(1);
    }

    @Test
    void tellsTheCandidatesThatARestartFindsLate() {
        bench.clients.start(PULL);
        FakeDialer.Session session = bench.live(1);
        bench.flow(Duration.ofSeconds(3));
        session.doubt.run();
        bench.time.until(() -> session.restarted.isPresent());
        bench.flow(Duration.ofSeconds(3));
        session.fragments.add("late");
        bench.time.advanceUntil(
                () -> {
                    bench.media();
                    return bench.remote.session().fragments.contains("late");
                });
    }

    @Test
    void givesUpASilentSessionEarlierWhenNobodyAnswersForIt() {
        bench.remote.restartFailure =
                new SignallingException(
                        SignallingException.Kind.UNREACHABLE, 0, Optional.empty(), "nobody");
        bench.clients.start(PULL);
        bench.live(1);
        Duration took = bench.time.advanceUntil(() -> bench.dialer.sessions.size() == 2);
        assertThat(took).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
    }

    @Test
    void tellsWhenSomethingWentWrong() {
        bench.remote.refuse(SignallingException.Kind.REFUSED);
        bench.clients.start(PULL);
        bench.until(PULL, State.RETRYING);
        assertThat(bench.status(PULL).lastError().orElseThrow().at())
                .isEqualTo(bench.status(PULL).since());
    }

    @Test
    void saysSoWhenItEndsByAMistake() {
        bench.remote.accept();
        bench.dialer.holdMistake = new IllegalStateException("a bug");
        bench.clients.start(PULL);
        bench.time.until(() -> !bench.ends.isEmpty());
        assertThat(bench.ends.getFirst().error().orElseThrow()).contains("fault of this gateway");
        assertThat(bench.state(PULL)).isEqualTo(State.ENDED);
        bench.dialer.holdMistake = null;
    }

    @Test
    void waitsWhenTheBroadcastIsGoneAtTheDial() {
        bench.dialer.refuseNext(new DialException(DialException.Reason.NOT_LIVE, "not live"));
        bench.clients.start(PUSH);
        bench.until(PUSH, State.WAITING);
        assertThat(bench.time.advanceUntil(() -> bench.dialer.dials.get() == 2))
                .isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "NOT_FOUND", "REFUSED", "BROKEN"})
    void endsOnARefusalWhenItRunsOnce(SignallingException.Kind kind) {
        bench = new SupervisorBench(true);
        bench.remote.refuse(kind);
        bench.clients.start(PULL);
        bench.time.until(() -> !bench.ends.isEmpty());
        assertThat(bench.ends)
                .containsExactly(new ClientEnd(PULL, Optional.of(kind + " says the test")));
        assertThat(bench.state(PULL)).isEqualTo(State.ENDED);
        assertThat(bench.remote.offers.get()).isEqualTo(1);
    }

    @Test
    void triesUntilTheRemoteIsThereWhenItRunsOnce() {
        bench = new SupervisorBench(true);
        bench.remote.refuse(SignallingException.Kind.UNREACHABLE);
        bench.clients.start(PULL);
        bench.time.advanceUntil(() -> bench.remote.offers.get() == 5);
        assertThat(bench.ends).isEmpty();
        bench.remote.accept();
        bench.time.advanceUntil(() -> !bench.remote.sessions.isEmpty());
        bench.live(bench.dialer.sessions.size()).end(PeerEnd.Reason.CLOSED_BY_PEER);
        bench.time.until(() -> !bench.ends.isEmpty());
        assertThat(bench.ends).containsExactly(new ClientEnd(PULL, Optional.empty()));
    }

    @Test
    void beginsAnewAfterItsEnd() {
        bench = new SupervisorBench(true);
        bench.remote.refuse(SignallingException.Kind.NOT_FOUND);
        bench.clients.start(PULL);
        bench.until(PULL, State.ENDED);
        bench.remote.accept();
        bench.clients.start(PULL);
        bench.live(2);
    }

    @Test
    void leavesNothingAfterAThousandFailedAttempts() {
        bench.remote.refuse(SignallingException.Kind.UNREACHABLE);
        bench.clients.start(PULL);
        int platform = Thread.activeCount();
        for (int attempt = 1; attempt <= 1000; attempt++) {
            int seen = attempt;
            // One advance alone could come while the client reckons how long it is to wait.
            bench.time.advanceUntil(
                    Duration.ofSeconds(2),
                    () -> bench.remote.offers.get() >= seen && bench.state(PULL) == State.RETRYING);
        }
        bench.clients.stop(PULL);
        assertThat(bench.dialer.sessions).allMatch(session -> session.ended.isDone());
        assertThat(bench.dialer.holds).hasSize(1);
        assertThat(bench.clients.status(PULL).orElseThrow().lastError()).isPresent();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(platform + 2);
    }
}
