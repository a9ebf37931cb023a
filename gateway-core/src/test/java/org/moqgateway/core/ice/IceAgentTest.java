package org.moqgateway.core.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.core.ice.IceNetwork.address;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moqgateway.core.ice.IceNetwork.End;

class IceAgentTest {
    private static final InetSocketAddress STUN_SERVER = address("192.0.2.200", 3478);
    private static final InetSocketAddress SERVER = address("192.0.2.10", 8088);

    private IceNetwork network = new IceNetwork(1);
    private End one = new End(network, true, 1);
    private End two = new End(network, false, 2);

    @Test
    void connectsToAFullAgentAndBothAgreeOnThePair() {
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        one.meet(two);
        network.run(300);

        assertAgreed(one, two);
        assertThat(one.events).containsExactly("selected 5002");
        assertThat(two.events).containsExactly("selected 5001");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void connectsOverANetworkThatLosesAndReorders(long seed) {
        network = new IceNetwork(seed).lossy(0.3, 80);
        one = new End(network, true, seed);
        two = new End(network, false, seed + 100);
        one.host("198.51.100.1", 5001);
        one.host("198.51.100.2", 5001);
        one.host("2001:db8::1", 5001);
        two.host("192.0.2.2", 5002);
        two.host("2001:db8::2", 5002);
        one.meet(two);
        network.run(14_000);

        assertAgreed(one, two);
    }

    private static void assertAgreed(End one, End two) {
        assertThat(one.agent.state()).as("%s", one.events).isEqualTo(IceAgent.State.CONNECTED);
        assertThat(two.agent.state()).as("%s", two.events).isEqualTo(IceAgent.State.CONNECTED);
        assertThat(one.nominated).isTrue();
        assertThat(two.nominated).isTrue();
        assertThat(one.agent.controlling()).isNotEqualTo(two.agent.controlling());
        assertThat(one.remote).isEqualTo(Objects.requireNonNull(two.way).address());
        assertThat(two.remote).isEqualTo(Objects.requireNonNull(one.way).address());
    }

    @Test
    void prefersTheBestPairThatWorks() {
        one.host("198.51.100.1", 5001);
        long low = CandidateType.HOST.priority(1);
        two.host("192.0.2.2", 5002);
        two.host("192.0.2.3", 5003);
        one.start(two.credentials);
        two.start(one.credentials);
        one.learn(address("192.0.2.2", 5002), low);
        one.learn(address("192.0.2.3", 5003), low + 1000);
        network.run(500);

        assertThat(one.remote).isEqualTo(address("192.0.2.3", 5003));
        assertThat(one.nominated).isTrue();
    }

    @Test
    void movesToABetterPairThatComesLater() {
        one.host("198.51.100.1", 5001);
        LocalPath better = two.host("192.0.2.3", 5003);
        LocalPath first = two.host("192.0.2.2", 5002);
        one.start(two.credentials);
        two.start(one.credentials);
        one.learn(first.address(), first.priority());
        network.run(1000);
        assertThat(one.remote).isEqualTo(first.address());

        one.learn(better.address(), better.priority());
        network.run(1000);
        assertThat(one.remote).isEqualTo(better.address());
        assertThat(two.way).isEqualTo(better);
    }

    @Test
    void connectsToALiteAgentAndNominates() {
        IceCredentials serverSide = IceCredentials.random();
        IceLiteAgent server = lite(serverSide);
        one.host("198.51.100.1", 5001);
        one.agent.start(serverSide, IceAgent.Peer.LITE, network.now);
        one.learn(SERVER);
        network.run(500);

        assertThat(one.remote).isEqualTo(SERVER);
        assertThat(server.selected()).contains(address("198.51.100.1", 5001));
        assertThat(server.nominated()).isTrue();
    }

    private IceLiteAgent lite(IceCredentials serverSide) {
        IceLiteAgent server = new IceLiteAgent(serverSide);
        network.bind(
                SERVER,
                (bytes, source, now) -> {
                    RecordingIceOutput out = new RecordingIceOutput();
                    server.handle(bytes, 0, bytes.length, source, now, out);
                    out.sent.forEach(
                            sent -> network.send(SERVER, sent.bytes(), sent.destination()));
                });
        return server;
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true"})
    void getsThroughNats(boolean firstSymmetric, boolean publicPeer) {
        IceNetwork.Nat first = network.nat("10.0.0.1", "203.0.113.1", firstSymmetric);
        InetSocketAddress ours = one.host("10.0.0.1", 5001).address();
        one.start(two.credentials);
        two.start(one.credentials);
        two.learn(first.out(ours, STUN_SERVER));
        if (publicPeer || firstSymmetric) {
            one.learn(two.host("192.0.2.2", 5002).address());
        } else {
            IceNetwork.Nat second = network.nat("10.0.0.2", "203.0.113.2", false);
            one.learn(second.out(two.host("10.0.0.2", 5002).address(), STUN_SERVER));
        }
        network.run(5000);

        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
        assertThat(two.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
        assertThat(two.nominated).isTrue();
    }

    @Test
    void learnsPeerReflexiveCandidatesOfAPeerThatToldNone() {
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        one.start(two.credentials);
        two.start(one.credentials);
        two.learn(address("198.51.100.1", 5001));
        network.run(1000);

        assertAgreed(one, two);
    }

    @Test
    void aCandidateThatARequestMadeKnownIsTriedFromEveryPathWhenItIsTold() {
        one.host("198.51.100.1", 5001);
        LocalPath other = one.host("198.51.100.2", 5001);
        LocalPath theirs = two.host("192.0.2.2", 5002);
        one.start(two.credentials);
        two.start(one.credentials);
        two.learn(address("198.51.100.1", 5001));
        network.run(15);
        assertThat(one.sentTo).as("the request has come").isNotEmpty();
        network.cut(address("198.51.100.1", 5001));
        assertThat(one.learn(theirs.address(), theirs.priority())).isTrue();
        assertThat(one.learn(theirs.address(), theirs.priority())).as("twice").isFalse();
        network.run(3_000);

        assertAgreed(one, two);
        assertThat(one.way).isEqualTo(other);
    }

    @Test
    void checksWhereARequestCameFromEvenIfItWouldNotHaveTriedThat() {
        one.host("198.51.100.1", 5001);
        two.host("127.0.0.1", 5002);
        one.start(two.credentials);
        InetSocketAddress source = address("127.0.0.1", 5002);
        assertThat(one.learn(source)).isTrue();
        network.run(200);
        assertThat(one.sentTo).isEmpty();
        assertThat(one.receive(request(one.credentials, 1, false), source))
                .isEqualTo(IceVerdict.ANSWERED);
        network.run(200);
        assertThat(one.sentTo).hasSizeGreaterThan(1).containsOnly(source);
    }

    @Test
    void remembersRequestsThatComeBeforeTheDescription() {
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        two.start(one.credentials);
        two.learn(address("198.51.100.1", 5001));
        network.run(200);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CHECKING);

        one.start(two.credentials);
        network.run(300);
        assertAgreed(one, two);
    }

    @Test
    void saysWhatWasTriedWhenNoPairWorks() {
        network.nat("10.0.0.1", "203.0.113.1", true);
        network.nat("10.0.0.2", "203.0.113.2", true);
        one.host("10.0.0.1", 5001);
        two.host("10.0.0.2", 5002);
        one.meet(two);
        network.run(14_000);
        assertThat(one.events).isEmpty();
        network.run(1_100);

        assertThat(one.events).hasSize(1);
        assertThat(one.events.getFirst())
                .startsWith("never: no pair of candidates worked: host 10.0.0.1:5001 to 10.0.0.2")
                .contains("7 requests without an answer");
        assertThat(one.agent.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void failsAsSoonAsEveryPairHasWhenNothingMayCome() {
        one.host("198.51.100.1", 5001);
        one.start(IceCredentials.random());
        one.learn(SERVER);
        one.agent.complete(true);
        network.run(11_200);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"true,1", "true,2", "false,1", "false,2"})
    void settlesARoleConflict(boolean role, long seed) {
        one = new End(network, role, seed);
        two = new End(network, role, 3 - seed);
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        one.meet(two);
        network.run(2000);

        assertAgreed(one, two);
    }

    @Test
    void keepsTheOldPairUntilARestartHasNominatedANewOne() {
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        one.meet(two);
        network.run(500);

        one.agent.restart(IceCredentials.random(), network.now);
        two.agent.restart(IceCredentials.random(), network.now);
        two.host("192.0.2.3", 5003);
        assertThat(one.remote).isEqualTo(address("192.0.2.2", 5002));
        network.run(9_000);
        assertThat(one.events).as("consent goes on").containsExactly("selected 5002");

        one.agent.removePath(one.paths.removeFirst(), network.now, one);
        one.host("198.51.100.9", 5009);
        one.meet(two);
        network.run(1000);
        assertThat(one.events).contains("restarted");
        assertThat(two.events).contains("restarted");
        assertAgreed(one, two);
        assertThat(two.remote).isEqualTo(address("198.51.100.9", 5009));
    }

    @Test
    void answersBothUfragsWhileARestartIsUnderWay() {
        one.host("198.51.100.1", 5001);
        IceCredentials old = one.agent.credentials();
        IceCredentials fresh = IceCredentials.random();
        one.agent.restart(fresh, network.now);

        assertThat(one.receive(request(old, 1, false), SERVER)).isEqualTo(IceVerdict.ANSWERED);
        assertThat(one.receive(request(fresh, 2, false), SERVER)).isEqualTo(IceVerdict.ANSWERED);
        assertThat(one.receive(request(IceCredentials.random(), 3, false), SERVER))
                .isEqualTo(IceVerdict.UNKNOWN_USERNAME);
    }

    @Test
    void aRestartThatThePeerRefusedIsAsIfItHadNotBeen() {
        connect();
        IceCredentials fresh = IceCredentials.random();
        one.agent.restart(fresh, network.now);
        one.agent.abandonRestart(one);
        one.agent.abandonRestart(one);
        assertThat(one.events).containsExactly("selected 5002", "abandoned");
        assertThat(one.agent.credentials()).isEqualTo(one.credentials);
        assertThat(one.receive(request(fresh, 1, false), SERVER))
                .isEqualTo(IceVerdict.UNKNOWN_USERNAME);

        LocalPath later = two.host("192.0.2.3", 5003);
        one.learn(later.address(), later.priority());
        network.cut(address("192.0.2.2", 5002));
        network.run(4_000);
        assertThat(one.remote).as("a candidate told later").isEqualTo(later.address());
        network.cut(later.address());
        network.run(6_500);
        assertThat(one.events.getLast()).startsWith("lost: nothing came from 192.0.2.3:5003");
    }

    @Test
    void theNetworkIsBelievedAgainAfterARefusedRestart() {
        connect();
        one.agent.restart(IceCredentials.random(), network.now);
        network.run(1_100);
        network.cut(address("192.0.2.2", 5002));
        one.agent.unreachable(one.paths.getFirst(), network.now);
        network.run(130);
        one.agent.unreachable(one.paths.getFirst(), network.now);
        network.run(10);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
        one.agent.abandonRestart(one);
        network.run(10);
        assertThat(one.events.getLast()).startsWith("lost: nobody is at 192.0.2.2:5002");
    }

    @Test
    void givesUpARestartThatIsNeverAnswered() {
        connect();
        one.agent.restart(IceCredentials.random(), network.now);
        network.run(29_000);
        assertThat(one.events).containsExactly("selected 5002");
        network.run(2_000);
        assertThat(one.events).containsExactly("selected 5002", "abandoned");
        assertThat(one.agent.credentials()).isEqualTo(one.credentials);

        one.start(IceCredentials.random());
        network.run(10_000);
        assertThat(one.agent.state())
                .as("the answer that comes after all changes nothing")
                .isEqualTo(IceAgent.State.CONNECTED);
    }

    @Test
    void checksOfTheOldPairsDoNotWaitForThoseOfARestart() {
        connect();
        one.learn(address("192.0.2.66", 5066), CandidateType.HOST.priority(65_535) + 1);
        network.run(100);
        one.agent.restart(IceCredentials.random(), network.now);
        one.start(IceCredentials.random());
        for (int i = 0; i < 20; i++) {
            one.learn(address("192.0.2.77", 5077 + i));
        }
        int before = one.timers;
        for (int i = 0; i < 1_000 && one.timers - before < 10_000; i++) {
            network.run(1);
        }
        assertThat(one.timers - before).as("woken for nothing").isLessThan(200);
        assertThat(one.sentTo)
                .filteredOn(address("192.0.2.66", 5066)::equals)
                .hasSizeGreaterThan(1);
    }

    @Test
    void tellsOfARestartThatFindsNoWay() {
        connect();
        one.agent.restart(IceCredentials.random(), network.now);
        one.start(IceCredentials.random());
        one.learn(address("192.0.2.77", 5077));
        one.agent.abandonRestart(one);
        assertThat(one.events).as("begun").containsExactly("selected 5002");
        network.run(15_100);
        assertThat(one.events).containsExactly("selected 5002", "abandoned");
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
    }

    @Test
    void leavesControlToAPeerThatOffers() {
        connect();
        assertThat(two.agent.controlling()).isFalse();
        two.agent.restart(IceCredentials.random(), network.now);
        two.agent.start(one.credentials, IceAgent.Peer.ANSWERED, network.now);
        assertThat(two.agent.controlling()).as("outlives a restart").isFalse();
    }

    @Test
    void controlsALitePeerWhoeverOffered() {
        two.agent.start(one.credentials, IceAgent.Peer.LITE, network.now);
        assertThat(two.agent.controlling()).isTrue();
    }

    private static byte[] request(IceCredentials of, int id, boolean nominating) {
        byte[] transactionId = new byte[12];
        transactionId[0] = (byte) id;
        return StunWriter.check(
                new StunWriter.Check(
                        transactionId,
                        of.ufrag() + ":peer",
                        of.password(),
                        1000,
                        false,
                        1,
                        nominating));
    }

    @Test
    void asksOftenWhenThePeerFallsSilentThenDoubtsThenEnds() {
        connect();
        network.cut(address("192.0.2.2", 5002));
        long heard = network.now;
        one.agent.heard(one.paths.getFirst(), address("192.0.2.2", 5002), heard);
        int before = one.sentTo.size();
        network.run(2_300);
        assertThat(one.sentTo.size() - before).isBetween(5, 14);
        assertThat(one.events).containsExactly("selected 5002");
        network.run(300);
        assertThat(one.events).containsExactly("selected 5002", "doubtful");
        network.run(2_000);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
        network.run(500);
        assertThat(one.events.getLast()).startsWith("lost: nothing came from 192.0.2.2:5002");
        assertThat(network.now - heard).isLessThan(5_500 * IceNetwork.MS);
    }

    private void connect() {
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        one.meet(two);
        network.run(400);
        assertAgreed(one, two);
    }

    @Test
    void bearsALongerSilenceWhileARestartIsUnderWay() {
        connect();
        network.cut(address("192.0.2.2", 5002));
        network.run(3_000);
        one.agent.restart(IceCredentials.random(), network.now);
        network.run(10_000);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
        network.run(10_000);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.FAILED);
    }

    @Test
    void forgetsItsDoubtsWhenThePeerIsHeardAgain() {
        connect();
        network.cut(address("192.0.2.2", 5002));
        network.run(3_000);
        network.mend(address("192.0.2.2", 5002));
        network.run(10_000);
        assertThat(one.events).containsExactly("selected 5002", "doubtful");
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
    }

    @Test
    void aStandstillOfTheMachineIsNoSilenceOfThePeer() {
        connect();
        one.onTimer(network.now + 20_000 * IceNetwork.MS);
        assertThat(one.events).containsExactly("selected 5002");
        network.now += 20_000 * IceNetwork.MS;
        network.run(10_000);
        assertThat(one.events).containsExactly("selected 5002");
    }

    @Test
    void takesAnotherPairWhenTheSelectedOneFallsSilent() {
        one.host("198.51.100.1", 5001);
        two.host("192.0.2.2", 5002);
        two.host("192.0.2.3", 5003);
        one.meet(two);
        network.run(400);
        assertAgreed(one, two);
        InetSocketAddress selected = Objects.requireNonNull(one.remote);
        network.cut(selected);
        network.run(4_000);

        assertThat(one.remote).isNotEqualTo(selected);
        assertAgreed(one, two);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesAThirdPairWhenTheSecondFallsSilentToo(boolean controlling) {
        one = new End(network, controlling, 1);
        two = new End(network, !controlling, 2);
        one.host("198.51.100.1", 5001);
        for (int i = 2; i <= 4; i++) {
            two.host("192.0.2." + i, 5000 + i);
        }
        one.meet(two);
        network.run(400);
        for (int i = 2; i <= 3; i++) {
            assertThat(one.remote).isEqualTo(address("192.0.2." + i, 5000 + i));
            assertAgreed(one, two);
            network.cut(address("192.0.2." + i, 5000 + i));
            network.run(4_000);
        }
        assertThat(one.remote).isEqualTo(address("192.0.2.4", 5004));
        assertAgreed(one, two);
    }

    @Test
    void returnsToTheBestPairOnceItAnswersAgain() {
        one.host("198.51.100.1", 5001);
        InetSocketAddress best = two.host("192.0.2.2", 5002).address();
        InetSocketAddress other = two.host("192.0.2.3", 5003).address();
        one.meet(two);
        network.run(400);
        assertThat(one.remote).isEqualTo(best);
        network.cut(best);
        network.run(4_000);
        assertThat(one.remote).isEqualTo(other);
        network.mend(best);
        network.cut(other);
        network.run(4_000);
        assertThat(one.remote).isEqualTo(best);
        assertAgreed(one, two);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTheBestPairThatIsLeftWhenAPathGoes(boolean controlling) {
        one = new End(network, controlling, 1);
        two = new End(network, !controlling, 2);
        two.host("192.0.2.2", 5002);
        one.host("198.51.100.1", 5001, 1);
        one.meet(two);
        network.run(400);
        for (int i = 2; i <= 3; i++) {
            LocalPath better = one.host("198.51.100." + i, 5001, 1000 * i);
            two.learn(better.address(), better.priority());
            network.run(1_000);
            assertThat(one.way).isEqualTo(better);
            assertAgreed(one, two);
        }
        one.agent.removePath(one.paths.getLast(), network.now, one);
        assertThat(one.way).isEqualTo(one.paths.get(1));
        network.run(1_000);
        assertThat(one.way).isEqualTo(one.paths.get(1));
    }

    @Test
    void saysThatThereWasNothingToSendFrom() {
        one.start(IceCredentials.random());
        one.learn(SERVER);
        network.run(15_100);
        assertThat(one.events).singleElement().asString().endsWith("no candidate of our own");
    }

    @Test
    void failureIsTheEnd() {
        LocalPath first = one.host("198.51.100.1", 5001, 1);
        two.host("192.0.2.2", 5002);
        one.meet(two);
        network.run(400);
        LocalPath better = one.host("198.51.100.2", 5001, 60_000);
        network.run(1_000);
        assertThat(one.way).isEqualTo(better);
        network.cut(address("192.0.2.2", 5002));
        network.run(6_500);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.FAILED);
        int told = one.events.size();

        one.agent.removePath(better, network.now, one);
        one.agent.giveUp("again", one);
        one.agent.onTimer(network.now, one);
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.FAILED);
        assertThat(one.events).hasSize(told);
        assertThat(one.way).isNotEqualTo(first);
    }

    @Test
    void mediaProvesThePeerButNotItsConsent() {
        connect();
        network.cut(address("192.0.2.2", 5002));
        for (int i = 0; i < 290; i++) {
            network.run(100);
            one.agent.heard(one.paths.getFirst(), address("192.0.2.2", 5002), network.now);
        }
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
        for (int i = 0; i < 20; i++) {
            network.run(100);
            one.agent.heard(one.paths.getFirst(), address("192.0.2.2", 5002), network.now);
        }
        assertThat(one.events.getLast()).contains("no longer answers checks");
    }

    @Test
    void believesTheNetworkWhenItSaysTwiceThatNobodyIsThere() {
        connect();
        network.run(1_100);
        network.cut(address("192.0.2.2", 5002));
        one.agent.unreachable(one.paths.getFirst(), network.now);
        network.run(60);
        one.agent.unreachable(one.paths.getFirst(), network.now);
        network.run(1);
        assertThat(one.agent.state()).as("too soon").isEqualTo(IceAgent.State.CONNECTED);
        network.run(60);
        one.agent.unreachable(one.paths.getFirst(), network.now);
        network.run(1);
        assertThat(one.events.getLast()).startsWith("lost: nobody is at 192.0.2.2:5002");
    }

    @Test
    void doesNotBelieveTheNetworkWhenThePeerAnswersBetween() {
        connect();
        for (int i = 0; i < 50; i++) {
            network.run(130);
            one.agent.unreachable(one.paths.getFirst(), network.now);
        }
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CONNECTED);
    }

    @Test
    void takesAnswersWithoutAMappedAddress() {
        one.host("198.51.100.1", 5001);
        IceCredentials theirs = IceCredentials.random();
        one.agent.start(theirs, IceAgent.Peer.LITE, network.now);
        one.learn(SERVER);
        one.onTimer(network.now);
        byte[] answer =
                new StunRequests(0x0101, transactionOf(one.last))
                        .integrity(theirs.password())
                        .bytes();
        assertThat(one.receive(answer, SERVER)).isEqualTo(IceVerdict.RESPONSE_ACCEPTED);
        assertThat(one.remote).isEqualTo(SERVER);
    }

    private static byte[] transactionOf(byte[] message) {
        return Arrays.copyOfRange(message, 8, 20);
    }

    @Test
    void takesNoAnswerFromElsewhereNorWithoutThePassword() {
        one.host("198.51.100.1", 5001);
        LocalPath other = one.host("198.51.100.2", 5001);
        IceCredentials theirs = IceCredentials.random();
        one.start(theirs);
        one.learn(SERVER);
        one.onTimer(network.now);
        StunDatagram check = parse(one.last);
        byte[] right = StunWriter.success(check, address("198.51.100.1", 5001), theirs.password());
        byte[] forged = StunWriter.success(check, address("198.51.100.1", 5001), "guessed");
        byte[] refused = StunWriter.error(check, StunWriter.ROLE_CONFLICT, null);

        assertThat(one.receive(right, address("192.0.2.66", 8088)))
                .isEqualTo(IceVerdict.UNEXPECTED_RESPONSE);
        assertThat(
                        one.agent.handle(
                                other,
                                new IceDatagram(right, 0, right.length, SERVER, network.now),
                                one))
                .isEqualTo(IceVerdict.UNEXPECTED_RESPONSE);
        assertThat(one.receive(forged, SERVER)).isEqualTo(IceVerdict.BAD_INTEGRITY);
        assertThat(one.receive(refused, SERVER)).isEqualTo(IceVerdict.ERROR_RESPONSE);
        assertThat(one.agent.controlling()).as("an unproven conflict changes nothing").isTrue();
        assertThat(one.agent.state()).isEqualTo(IceAgent.State.CHECKING);
        assertThat(one.receive(right, SERVER)).isEqualTo(IceVerdict.RESPONSE_ACCEPTED);
    }

    private static StunDatagram parse(byte[] bytes) {
        return Objects.requireNonNull(StunDatagram.parse(bytes, 0, bytes.length).datagram());
    }

    @Test
    void answersFewBadRequests() {
        one.host("198.51.100.1", 5001);
        one.start(IceCredentials.random());
        IceCredentials guessed = new IceCredentials(one.credentials.ufrag(), "x".repeat(24));
        for (int i = 0; i < 1000; i++) {
            one.receive(request(guessed, i, true), address("203.0.113.9", 1 + i));
        }
        assertThat(one.sentTo).hasSizeLessThanOrEqualTo(50);
        network.run(1_000);
        assertThat(one.events).isEmpty();
    }

    @Test
    void boundsCandidatesPairsAndChecksPerSecond() {
        for (int i = 1; i <= 4; i++) {
            one.host("198.51.100." + i, 5001);
        }
        one.start(IceCredentials.random());
        int taken = 0;
        for (int i = 1; i <= 200; i++) {
            taken += one.learn(address("192.0.2." + i, 1000)) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(64);
        network.run(14_000);
        assertThat(one.sentTo.stream().distinct()).hasSizeLessThanOrEqualTo(64);
        for (int i = 0; i < one.sentAt.size() - 51; i++) {
            assertThat(one.sentAt.get(i + 51) - one.sentAt.get(i))
                    .isGreaterThanOrEqualTo(1_000 * IceNetwork.MS);
        }
    }

    @Test
    void boundsPeerReflexiveCandidatesOfAPeerThatComesFromEverywhere() {
        one.host("198.51.100.1", 5001);
        one.start(IceCredentials.random());
        for (int i = 0; i < 2_000; i++) {
            one.receive(request(one.credentials, i, true), address("203.0.113." + i % 250, 1 + i));
        }
        int answers = one.sentTo.size();
        network.run(5_000);
        assertThat(one.sentTo.subList(answers, one.sentTo.size()).stream().distinct())
                .hasSizeLessThanOrEqualTo(64);
        assertThat(one.sentTo.size() - answers).isLessThanOrEqualTo(251);
    }

    @Test
    void refusesCandidatesThatAreNoPlaceToSendTo() {
        one.host("198.51.100.1", 5001);
        assertThat(one.learn(address("0.0.0.0", 1000))).isFalse();
        assertThat(one.learn(address("ff02::1", 1000))).isFalse();
        assertThat(one.learn(address("192.0.2.1", 0))).isFalse();
        assertThat(one.learn(InetSocketAddress.createUnresolved("x.local", 1))).isFalse();
        assertThat(one.learn(address("192.0.2.1", 1))).isTrue();
        assertThat(one.learn(address("192.0.2.1", 1))).as("twice").isFalse();
    }

    @Test
    void toleratesNoiseAndDamagedMessages() {
        connect();
        Random random = new Random(9);
        byte[] good = request(one.credentials, 1, true);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = i % 2 == 0 ? new byte[random.nextInt(120)] : good.clone();
            if (i % 2 == 0) {
                random.nextBytes(noise);
            } else {
                noise[random.nextInt(noise.length)] ^= (byte) (1 + random.nextInt(255));
            }
            one.receive(noise, SERVER);
        }
        for (int length = 0; length < good.length; length++) {
            assertThat(one.receive(Arrays.copyOf(good, length), SERVER))
                    .isEqualTo(IceVerdict.MALFORMED);
        }
        network.run(3_000);
        assertThat(one.remote).isEqualTo(address("192.0.2.2", 5002));
    }

    @Test
    void aConnectionIsPairedWithItsPeerAlone() {
        InetSocketAddress peer = address("192.0.2.10", 443);
        LocalPath path = LocalPath.connection(address("198.51.100.1", 33_000), 1, peer);
        one.paths.add(path);
        one.agent.addPath(path);
        one.agent.start(IceCredentials.random(), IceAgent.Peer.LITE, network.now);
        one.learn(address("192.0.2.11", 443));
        one.learn(peer);
        assertThat(one.agent.addRemoteCandidate(new PeerCandidate(peer, 5, true))).isTrue();
        network.run(3_000);
        assertThat(one.sentTo).isNotEmpty().containsOnly(peer);
    }
}
