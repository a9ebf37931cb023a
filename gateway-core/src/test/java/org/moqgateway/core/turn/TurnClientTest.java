package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client against a server that does what the test says, in virtual time.
class TurnClientTest {

    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 6000);
    private static final InetSocketAddress OTHER = new InetSocketAddress("203.0.113.10", 7000);
    private static final byte[] MEDIA = HexFormat.of().parseHex("80600001aabb");
    private static final byte[] CHECK = HexFormat.of().parseHex("000100002112a442");
    private static final TurnSettings OVER_UDP =
            new TurnSettings("kim", "secret", false, StandardProtocolFamily.INET);
    private static final TurnSettings OVER_TCP =
            new TurnSettings("kim", "secret", true, StandardProtocolFamily.INET);

    private final FakeTurnServer server = new FakeTurnServer();
    private TurnClient client = new TurnClient(OVER_UDP, 1, server);
    private long now = 1_000 * SECOND;

    private TurnVerdict give(byte[] message) {
        byte[] room = Arrays.copyOf(message, message.length + 64);
        return client.handle(room, 0, message.length, now);
    }

    /// Moves time to the client's next deadline and runs it.
    private void tick() {
        now = Math.max(now, client.nextDeadlineNanos());
        client.onTimer(now);
    }

    /// Runs every timer up to some time from now.
    private void pass(long nanos) {
        long end = now + nanos;
        while (client.nextDeadlineNanos() <= end) {
            tick();
        }
        now = end;
    }

    private void challenged() {
        client.start(now);
        assertThat(give(server.challenge(server.only(), 401))).isEqualTo(TurnVerdict.ANSWERED);
    }

    private void allocated() {
        challenged();
        give(server.allocation(server.only()));
        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
        server.events.clear();
    }

    private void send(byte[] bytes, InetSocketAddress peer) {
        client.send(bytes, 0, bytes.length, peer, now);
    }

    private void permitted(InetSocketAddress peer) {
        send(CHECK, peer);
        give(server.success(server.only()));
        assertThat(server.data).hasSize(1);
        server.data.clear();
    }

    private void bound(InetSocketAddress peer) {
        permitted(peer);
        send(MEDIA, peer);
        give(server.success(server.only()));
        server.data.clear();
    }

    @Test
    void allocatesWithTheCredentialsThatAreAskedFor() {
        client.start(now);
        TurnMessage first = server.only();
        assertThat(first.type()).isEqualTo(0x0003);
        assertThat(first.has(TurnAttribute.USERNAME)).isFalse();
        assertThat(first.uint32(TurnAttribute.REQUESTED_TRANSPORT, 0)).isEqualTo(17L << 24);
        assertThat(first.has(TurnAttribute.REQUESTED_ADDRESS_FAMILY)).isFalse();

        give(server.challenge(first, 401));
        TurnMessage second = server.only();
        assertThat(server.trusts(second)).isTrue();
        give(server.allocation(second));

        assertThat(server.events).containsExactly("allocated /192.0.2.15:50000");
    }

    @Test
    void asksForTheOtherFamily() {
        client =
                new TurnClient(
                        new TurnSettings("kim", "secret", false, StandardProtocolFamily.INET6),
                        1,
                        server);
        client.start(now);
        assertThat(server.next().uint32(TurnAttribute.REQUESTED_ADDRESS_FAMILY, 0))
                .isEqualTo(2L << 24);
    }

    @Test
    void refusesAnAddressOfAFamilyThatWasNotAskedFor() {
        client =
                new TurnClient(
                        new TurnSettings("kim", "secret", false, StandardProtocolFamily.INET6),
                        1,
                        server);
        challenged();
        give(server.allocation(server.only()));

        assertThat(server.events)
                .containsExactly("failed: the TURN server answers without a usable address");
    }

    @Test
    void sendsLostRequestsAgainAndGivesUpAfterTheSeventh() {
        client.start(now);
        byte[] first = server.requests.getFirst();
        List<Long> waits = new ArrayList<>();
        while (client.state() == TurnClient.State.ALLOCATING) {
            long before = now;
            tick();
            waits.add((now - before) / 1_000_000);
        }

        assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 8000L);
        assertThat(server.requests).hasSize(7).allMatch(sent -> Arrays.equals(sent, first));
        assertThat(server.events).containsExactly("failed: the TURN server does not answer");
    }

    @Test
    void sendsNothingTwiceOverAStream() {
        client = new TurnClient(OVER_TCP, 1, server);
        client.start(now);
        pass(39 * SECOND);
        assertThat(server.requests).hasSize(1);
        pass(SECOND);

        assertThat(server.requests).hasSize(1);
        assertThat(server.events).containsExactly("failed: the TURN server does not answer");
    }

    @Test
    void takesOneAnswerOfTwo() {
        client.start(now);
        byte[] challenge = server.challenge(server.only(), 401);
        give(challenge);
        assertThat(give(challenge)).isEqualTo(TurnVerdict.UNEXPECTED_RESPONSE);
        byte[] allocation = server.allocation(server.only());
        give(allocation);
        assertThat(give(allocation)).isEqualTo(TurnVerdict.UNEXPECTED_RESPONSE);

        assertThat(server.events).hasSize(1);
    }

    @Test
    void takesTheAnswerToARequestThatWasSentAgain() {
        client.start(now);
        tick();
        tick();
        assertThat(server.requests).hasSize(3);
        give(server.challenge(server.next(), 401));
        server.requests.removeFirst();
        server.requests.removeFirst();

        assertThat(server.trusts(server.only())).isTrue();
    }

    @Test
    void believesNoSuccessThatIsNotSigned() {
        challenged();
        TurnMessage request = server.only();
        server.password = "of somebody else";
        assertThat(give(server.allocation(request))).isEqualTo(TurnVerdict.BAD_INTEGRITY);
        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATING);

        server.password = "secret";
        give(server.allocation(request));
        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
    }

    @Test
    void believesNoErrorThatIsSignedByAnother() {
        challenged();
        TurnMessage request = server.only();
        server.password = "of somebody else";

        assertThat(give(server.error(request, 486))).isEqualTo(TurnVerdict.BAD_INTEGRITY);
        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATING);
    }

    @Test
    void asksAgainWithAFreshNonce() {
        challenged();
        TurnMessage stale = server.only();
        server.nonce = "second";
        give(server.challenge(stale, 438));
        TurnMessage fresh = server.only();

        assertThat(fresh.answers(stale.id())).isFalse();
        assertThat(server.trusts(fresh)).isTrue();
    }

    @Test
    void leavesAServerThatIsNeverContentWithANonce() {
        challenged();
        for (int i = 0; i < 10 && !server.requests.isEmpty(); i++) {
            server.nonce = "nonce " + i;
            give(server.challenge(server.only(), 438));
        }

        assertThat(server.events)
                .containsExactly("failed: the TURN server calls each of its own nonces stale");
    }

    @Test
    void saysThatTheCredentialsAreWrong() {
        challenged();
        give(server.challenge(server.only(), 401));

        assertThat(server.events)
                .containsExactly("failed: the TURN server refuses the user name or the password");
        assertThat(client.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "403, forbids it",
        "437, has an allocation from this port already",
        "440, has no relayed addresses of IPv4",
        "441, refuses the user name or the password",
        "442, does not relay UDP",
        "486, quota",
        "508, no capacity",
        "599, error 599",
    })
    void saysWhyThereIsNoAllocation(int code, String why) {
        challenged();
        give(server.error(server.only(), code));

        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
        assertThat(server.events).singleElement().asString().contains(why);
    }

    @Test
    void tellsWhereItIsSentInstead() {
        challenged();
        give(server.alternate(server.only(), "00010d96" + "c0000209"));

        assertThat(server.events).containsExactly("alternate /192.0.2.9:3478");
        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
    }

    @Test
    void failsWhenItIsSentNowhere() {
        challenged();
        give(server.alternate(server.only(), "00030d96" + "c0000209"));

        assertThat(server.events).singleElement().asString().startsWith("failed: ");
    }

    @Test
    void renewsTheAllocationAtHalfItsLife() {
        allocated();
        long begun = now;
        tick();
        assertThat(now - begun).isEqualTo(300 * SECOND);
        TurnMessage refresh = server.only();
        assertThat(refresh.type()).isEqualTo(0x0004);
        server.lifetimeSeconds = 100;
        give(server.success(refresh));
        begun = now;
        tick();

        assertThat(now - begun).isEqualTo(50 * SECOND);
    }

    @Test
    void renewsWithAFreshNonce() {
        allocated();
        tick();
        server.nonce = "second";
        give(server.challenge(server.only(), 438));
        TurnMessage again = server.only();
        assertThat(server.trusts(again)).isTrue();
        give(server.success(again));
        pass(200 * SECOND);

        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
    }

    @Test
    void goesOnAskingForRenewalUntilTheAllocationHasEnded() {
        allocated();
        pass(599 * SECOND);
        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
        assertThat(server.requests).hasSizeGreaterThan(14);
        pass(SECOND);

        assertThat(server.events)
                .containsExactly("failed: the TURN server did not renew the allocation in time");
    }

    @Test
    void survivesAServerErrorAtRenewal() {
        allocated();
        tick();
        give(server.error(server.only(), 500));
        tick();
        give(server.success(server.only()));
        pass(200 * SECOND);

        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
    }

    @Test
    void endsWhenTheServerHasForgottenTheAllocation() {
        allocated();
        tick();
        give(server.error(server.only(), 437));

        assertThat(server.events)
                .containsExactly("failed: the TURN server has forgotten the allocation");
    }

    @Test
    void sendsWhatWaitedForThePermission() {
        allocated();
        send(CHECK, PEER);
        send(MEDIA, PEER);
        assertThat(server.data).isEmpty();
        TurnMessage request = server.only();
        assertThat(request.type()).isEqualTo(0x0008);
        assertThat(address(request)).isEqualTo(PEER);
        give(server.success(request));

        assertThat(server.data).hasSize(2);
        assertThat(payload(server.data.get(0))).isEqualTo(CHECK);
        assertThat(payload(server.data.get(1))).isEqualTo(MEDIA);
    }

    private static Object address(TurnMessage message) {
        InetSocketAddress address = message.address(TurnAttribute.XOR_PEER_ADDRESS, true);
        return address == null ? "none" : address;
    }

    /// What a Send indication to [#PEER] carries.
    private static byte[] payload(byte[] sent) {
        TurnMessage indication = TurnMessage.parse(sent, 0, sent.length);
        if (indication == null || indication.type() != 0x0016) {
            throw new AssertionError("no Send indication");
        }
        assertThat(address(indication)).isEqualTo(PEER);
        int value = indication.find(TurnAttribute.DATA);
        return Arrays.copyOfRange(sent, value, value + indication.length(value));
    }

    @Test
    void letsAFewDatagramsWaitAlone() {
        allocated();
        for (int i = 0; i < 100; i++) {
            send(CHECK, PEER);
        }
        give(server.success(server.only()));

        assertThat(server.data).hasSize(8);
        assertThat(client.dropped()).isEqualTo(92);
    }

    @Test
    void asksOncePerAddress() {
        allocated();
        send(CHECK, PEER);
        send(CHECK, new InetSocketAddress(PEER.getAddress(), 6001));
        give(server.success(server.only()));

        assertThat(server.data).hasSize(2);
    }

    @Test
    void leavesAPeerThatTheServerRefuses() {
        allocated();
        send(CHECK, PEER);
        give(server.error(server.only(), 403));
        send(CHECK, PEER);
        assertThat(server.requests).isEmpty();
        assertThat(client.dropped()).isEqualTo(2);
        pass(31 * SECOND);
        send(CHECK, PEER);

        assertThat(server.only().type()).isEqualTo(0x0008);
        assertThat(server.events).isEmpty();
    }

    @Test
    void bindsAChannelForWhatIsNoStun() {
        allocated();
        permitted(PEER);
        send(CHECK, PEER);
        assertThat(server.requests).isEmpty();
        send(MEDIA, PEER);
        TurnMessage bind = server.only();
        assertThat(bind.type()).isEqualTo(0x0009);
        assertThat(bind.uint32(TurnAttribute.CHANNEL_NUMBER, 0)).isEqualTo(0x40000000L);
        assertThat(address(bind)).isEqualTo(PEER);
        assertThat(server.data).hasSize(2);
        server.data.clear();
        give(server.success(bind));
        send(MEDIA, PEER);

        // Channel 0x4000, six bytes.
        assertThat(server.data.getFirst())
                .isEqualTo(HexFormat.of().parseHex("40000006" + "80600001aabb"));
    }

    @Test
    void padsChannelDataInAStream() {
        client = new TurnClient(OVER_TCP, 1, server);
        allocated();
        bound(PEER);
        send(MEDIA, PEER);

        assertThat(server.data.getFirst())
                .isEqualTo(HexFormat.of().parseHex("40000006" + "80600001aabb0000"));
    }

    @Test
    void numbersEachPeersChannel() {
        allocated();
        bound(PEER);
        bound(OTHER);
        send(MEDIA, PEER);
        send(MEDIA, OTHER);

        assertThat(server.data.get(0)).startsWith(0x40, 0x00);
        assertThat(server.data.get(1)).startsWith(0x40, 0x01);
    }

    @Test
    void givesOnWhatComesByAChannel() {
        allocated();
        bound(PEER);
        assertThat(give(HexFormat.of().parseHex("40000003aabbcc00")))
                .isEqualTo(TurnVerdict.RELAYED);

        assertThat(server.events).containsExactly("received aabbcc of /203.0.113.9:6000");
    }

    @ParameterizedTest
    @CsvSource({
        "40000004aabbcc, MALFORMED",
        "400000, MALFORMED",
        "40010001aa, UNKNOWN_CHANNEL",
        "7fff0001aa, UNKNOWN_CHANNEL",
        "80000001aa, MALFORMED",
    })
    void dropsWhatIsNoChannelData(String hex, TurnVerdict verdict) {
        allocated();
        bound(PEER);

        assertThat(give(HexFormat.of().parseHex(hex))).isEqualTo(verdict);
        assertThat(server.events).isEmpty();
    }

    @Test
    void givesOnWhatPermittedPeersSend() {
        allocated();
        permitted(PEER);
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        InetSocketAddress otherPort = new InetSocketAddress(PEER.getAddress(), 6002);

        assertThat(give(FakeTurnServer.indication(otherPort, hello)))
                .isEqualTo(TurnVerdict.RELAYED);
        assertThat(give(FakeTurnServer.indication(OTHER, hello)))
                .isEqualTo(TurnVerdict.FORBIDDEN_PEER);
        assertThat(server.events).containsExactly("received 68656c6c6f of /203.0.113.9:6002");
    }

    @Test
    void hearsNoPeerBeforeTheServerHasPermittedIt() {
        allocated();
        send(CHECK, PEER);

        assertThat(give(FakeTurnServer.indication(PEER, new byte[3])))
                .isEqualTo(TurnVerdict.FORBIDDEN_PEER);
    }

    @Test
    void renewsThePermissionsThatAreUsed() {
        allocated();
        permitted(PEER);
        permitted(OTHER);
        pass(240 * SECOND);
        assertThat(server.requests).hasSize(2);
        give(server.success(server.next()));
        give(server.success(server.next()));
        send(CHECK, PEER);
        renewAllocation();
        pass(180 * SECOND);
        TurnMessage renewal = server.only();
        assertThat(renewal.type()).isEqualTo(0x0008);
        assertThat(address(renewal)).isEqualTo(new InetSocketAddress(PEER.getAddress(), 0));
        give(server.success(renewal));
        pass(60 * SECOND);

        assertThat(give(FakeTurnServer.indication(PEER, MEDIA))).isEqualTo(TurnVerdict.RELAYED);
        assertThat(give(FakeTurnServer.indication(OTHER, MEDIA)))
                .isEqualTo(TurnVerdict.FORBIDDEN_PEER);
    }

    /// It is due 60 s from now.
    private void renewAllocation() {
        pass(60 * SECOND);
        give(server.success(server.only()));
    }

    /// Media flows for an hour: it never waits and never leaves the channel.
    @Test
    void keepsAChannelThatIsUsed() {
        allocated();
        bound(PEER);
        for (int second = 0; second < 3600; second++) {
            send(MEDIA, PEER);
            pass(SECOND);
            while (!server.requests.isEmpty()) {
                give(server.success(server.next()));
            }
        }

        assertThat(server.data).hasSize(3600).allMatch(sent -> sent[0] == 0x40);
        assertThat(give(FakeTurnServer.indication(PEER, MEDIA))).isEqualTo(TurnVerdict.RELAYED);
    }

    /// Fifteen minutes after the last of a peer its number may be another's.
    @Test
    void givesTheNumberOfAPeerThatHasLongGoneToAnother() {
        allocated();
        for (int i = 0; i < 16; i++) {
            bound(new InetSocketAddress("198.51.100." + i, 7000));
        }
        InetSocketAddress late = new InetSocketAddress(OTHER.getAddress(), 8000);
        permitted(late);
        send(MEDIA, late);
        assertThat(server.requests).isEmpty();
        for (int second = 0; second < 960; second += 30) {
            pass(30 * SECOND);
            while (!server.requests.isEmpty()) {
                give(server.success(server.next()));
            }
        }
        server.data.clear();

        permitted(late);
        send(MEDIA, late);
        TurnMessage bind = server.only();
        assertThat(bind.type()).isEqualTo(0x0009);
        assertThat(bind.uint32(TurnAttribute.CHANNEL_NUMBER, 0)).isEqualTo(0x40000000L);
        give(server.success(bind));
        assertThat(give(HexFormat.of().parseHex("40000003aabbcc00")))
                .isEqualTo(TurnVerdict.RELAYED);
        assertThat(server.events).containsExactly("received aabbcc of /203.0.113.10:8000");
    }

    @Test
    void sendsIndicationsWhileNoChannelIsToBeHad() {
        allocated();
        permitted(PEER);
        send(MEDIA, PEER);
        give(server.error(server.only(), 508));
        send(MEDIA, PEER);

        assertThat(server.requests).isEmpty();
        assertThat(payload(server.data.getLast())).isEqualTo(MEDIA);
    }

    @Test
    void fallsBackToIndicationsWhenTheChannelIsNotRenewed() {
        allocated();
        bound(PEER);
        send(MEDIA, PEER);
        pass(240 * SECOND);
        send(MEDIA, PEER);
        give(server.error(server.only(), 400));
        server.data.clear();
        send(MEDIA, PEER);

        assertThat(payload(server.data.getFirst())).isEqualTo(MEDIA);
    }

    @Test
    void dropsWhatTheRelayCannotSend() {
        send(MEDIA, PEER);
        allocated();
        send(MEDIA, new InetSocketAddress("2001:db8::1", 5000));
        send(new byte[2049], PEER);

        assertThat(server.requests).isEmpty();
        assertThat(client.dropped()).isEqualTo(3);
    }

    @Test
    void boundsTheAddressesItAsksFor() {
        allocated();
        for (int i = 0; i < 200; i++) {
            send(CHECK, new InetSocketAddress("198.51.100." + i, 1000));
        }

        assertThat(server.requests).hasSize(64);
        assertThat(client.dropped()).isEqualTo(136);
    }

    @Test
    void freesTheAllocation() {
        allocated();
        client.close(now);
        TurnMessage refresh = server.only();
        assertThat(refresh.type()).isEqualTo(0x0004);
        assertThat(refresh.uint32(TurnAttribute.LIFETIME, 1)).isZero();
        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSING);
        give(server.success(refresh));

        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
        assertThat(server.events).isEmpty();
    }

    @Test
    void waitsTwoSecondsForTheFarewellToBeHeard() {
        allocated();
        client.close(now);
        pass(2 * SECOND);

        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
        assertThat(server.requests).hasSize(3);
        assertThat(server.events).isEmpty();
    }

    /// It would count against the user's quota for ten minutes.
    @Test
    void freesAnAllocationThatIsGrantedWhenNobodyWantsItAnyMore() {
        challenged();
        TurnMessage request = server.only();
        client.close(now);
        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSING);
        give(server.allocation(request));
        TurnMessage refresh = server.only();
        assertThat(refresh.type()).isEqualTo(0x0004);
        assertThat(refresh.uint32(TurnAttribute.LIFETIME, 1)).isZero();
        assertThat(server.trusts(refresh)).isTrue();
        give(server.success(refresh));

        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
        assertThat(server.events).isEmpty();
    }

    @Test
    void asksForNoAllocationThatNobodyWantsAnyMore() {
        client.start(now);
        client.close(now);
        give(server.challenge(server.only(), 401));

        assertThat(server.requests).isEmpty();
        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
        assertThat(server.events).isEmpty();
    }

    @Test
    void waitsTwoSecondsForAnAllocationThatNobodyWantsAnyMore() {
        challenged();
        client.close(now);
        pass(2 * SECOND);

        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
        assertThat(server.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void allocatesOverANetworkThatLosesRepeatsAndReorders(long seed) {
        Random random = new Random(seed);
        List<byte[]> network = new ArrayList<>();
        client.start(now);
        for (int i = 0; i < 400 && client.state() == TurnClient.State.ALLOCATING; i++) {
            while (!server.requests.isEmpty()) {
                TurnMessage request = server.next();
                byte[] answer =
                        server.trusts(request)
                                ? server.allocation(request)
                                : server.challenge(request, 401);
                for (int copies = random.nextInt(3); copies > 0; copies--) {
                    network.add(random.nextInt(network.size() + 1), answer);
                }
            }
            if (network.isEmpty() || random.nextBoolean()) {
                tick();
            } else {
                give(network.removeLast());
            }
        }

        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
        assertThat(server.events).hasSize(1);
    }

    @Test
    void takesAnyBytesInAnyState() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] &= 0x43;
            }
            give(bytes);
            if (round == 10_000) {
                allocated();
                bound(PEER);
            }
        }

        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATED);
    }

    @Test
    void refusesEveryPrefixOfAnAnswer() {
        challenged();
        byte[] answer = server.allocation(server.only());
        for (int length = 0; length < answer.length; length++) {
            assertThat(give(Arrays.copyOf(answer, length))).isEqualTo(TurnVerdict.MALFORMED);
        }
        assertThat(client.state()).isEqualTo(TurnClient.State.ALLOCATING);
    }

    /// A realm or a nonce beyond what RFC 8489 allows would make requests that no datagram holds.
    @Test
    void doesNotRepeatANonceOfAnyLength() {
        client.start(now);
        server.nonce = "n".repeat(764);
        give(server.challenge(server.only(), 401));

        assertThat(server.requests).isEmpty();
        assertThat(client.state()).isEqualTo(TurnClient.State.CLOSED);
    }
}
