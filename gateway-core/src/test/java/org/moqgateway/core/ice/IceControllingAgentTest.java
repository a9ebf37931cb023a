package org.moqgateway.core.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IceControllingAgentTest {

    private static final InetSocketAddress SERVER = address("192.0.2.10", 8088);
    private static final InetSocketAddress DEAD = address("192.0.2.99", 9);
    private static final InetSocketAddress CLIENT = address("198.51.100.7", 5000);
    private static final long MS = 1_000_000L;

    private final IceCredentials clientSide = IceCredentials.random();
    private final IceCredentials serverSide = IceCredentials.random();
    private final IceControllingAgent client = new IceControllingAgent(clientSide, serverSide, 42);
    private final IceLiteAgent server = new IceLiteAgent(serverSide);
    private final RecordingIceOutput fromClient = new RecordingIceOutput();
    private final RecordingIceOutput fromServer = new RecordingIceOutput();
    private long now = -5;

    @Test
    void connectsToALiteAgentAndNominates() {
        client.addRemoteCandidate(DEAD);
        client.addRemoteCandidate(SERVER);
        runUntil(now + 200 * MS, true);

        assertThat(client.state()).isEqualTo(IceControllingAgent.State.CONNECTED);
        assertThat(client.selectedRemote()).contains(SERVER);
        assertThat(server.selected()).contains(CLIENT);
        assertThat(server.nominated()).isTrue();
        assertThat(fromClient.events).containsExactly("validated 8088", "selected 8088 nominated");
    }

    @Test
    void retransmitsWithGrowingIntervalsAndThenFails() {
        client.addRemoteCandidate(DEAD);
        long start = now;
        runUntil(now + 60_000 * MS, false);

        assertThat(fromClient.sent).hasSize(7);
        assertThat(client.state()).isEqualTo(IceControllingAgent.State.FAILED);
        assertThat(client.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(failedAt - start).isBetween(39_400 * MS, 39_700 * MS);
    }

    @Test
    void keepsConsentAndLosesIt() {
        client.addRemoteCandidate(SERVER);
        runUntil(now + 60_000 * MS, true);
        assertThat(client.state()).isEqualTo(IceControllingAgent.State.CONNECTED);
        assertThat(fromClient.sent).hasSizeBetween(10, 16);
        assertThat(server.lastAuthenticatedNanos().getAsLong()).isGreaterThan(now - 6_100 * MS);

        runUntil(now + 24_000 * MS, false);
        assertThat(client.state()).isEqualTo(IceControllingAgent.State.CONNECTED);
        runUntil(now + 7_000 * MS, false);
        assertThat(client.state()).isEqualTo(IceControllingAgent.State.FAILED);
    }

    @Test
    void answersThePeersRequestsAndChecksWhereTheyCameFrom() {
        byte[] request =
                StunWriter.check(
                        new byte[12],
                        clientSide.ufrag() + ":" + serverSide.ufrag(),
                        clientSide.password(),
                        1,
                        1);
        assertThat(client.handle(request, 0, request.length, SERVER, now, fromClient))
                .as("a full agent that also wants to control")
                .isEqualTo(IceVerdict.ROLE_CONFLICT);
        byte[] plain =
                new StunRequests(1)
                        .attribute(
                                0x0006,
                                (clientSide.ufrag() + ":x")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .integrity(clientSide.password())
                        .bytes();
        assertThat(client.handle(plain, 0, plain.length, SERVER, now, fromClient))
                .isEqualTo(IceVerdict.ANSWERED);

        runUntil(now + 100 * MS, true);
        assertThat(client.selectedRemote()).contains(SERVER);
    }

    @Test
    void takesNoAnswerFromElsewhereOrWithoutThePassword() {
        client.addRemoteCandidate(SERVER);
        client.onTimer(now, fromClient);
        byte[] check = fromClient.lastSent();
        server.handle(check, 0, check.length, CLIENT, now, fromServer);
        byte[] answer = fromServer.lastSent();

        assertThat(client.handle(answer, 0, answer.length, DEAD, now, fromClient))
                .isEqualTo(IceVerdict.UNEXPECTED_RESPONSE);
        StunDatagram request =
                Objects.requireNonNull(StunDatagram.parse(check, 0, check.length).datagram());
        byte[] forged = StunWriter.success(request, CLIENT, "guessed");
        assertThat(client.handle(forged, 0, forged.length, SERVER, now, fromClient))
                .isEqualTo(IceVerdict.BAD_INTEGRITY);
        byte[] error = StunWriter.error(request, StunWriter.UNAUTHENTICATED, null);
        assertThat(client.handle(error, 0, error.length, SERVER, now, fromClient))
                .isEqualTo(IceVerdict.ERROR_RESPONSE);
        assertThat(client.state()).isEqualTo(IceControllingAgent.State.CHECKING);

        assertThat(client.handle(answer, 0, answer.length, SERVER, now, fromClient))
                .isEqualTo(IceVerdict.RESPONSE_ACCEPTED);
    }

    @Test
    void neverChecksFasterThanTwentyTimesASecondNorMoreThanSixteenCandidates() {
        for (int i = 1; i <= 40; i++) {
            client.addRemoteCandidate(address("192.0.2." + i, 1000));
        }
        runUntil(now + 1_000 * MS, false);
        assertThat(fromClient.sent).hasSizeLessThanOrEqualTo(21);
        assertThat(fromClient.sent.stream().map(RecordingIceOutput.Sent::destination).distinct())
                .hasSize(16);
    }

    @Test
    void refusesCandidatesThatAreNoPlaceToSendTo() {
        assertThat(client.addRemoteCandidate(address("0.0.0.0", 1000))).isFalse();
        assertThat(client.addRemoteCandidate(address("::", 1000))).isFalse();
        assertThat(client.addRemoteCandidate(address("224.0.0.1", 1000))).isFalse();
        assertThat(client.addRemoteCandidate(address("ff02::1", 1000))).isFalse();
        assertThat(client.addRemoteCandidate(address("192.0.2.1", 0))).isFalse();
        assertThat(client.addRemoteCandidate(InetSocketAddress.createUnresolved("x.local", 1)))
                .isFalse();
    }

    @Test
    void toleratesNoise() {
        client.addRemoteCandidate(SERVER);
        Random random = new Random(9);
        for (int i = 0; i < 3_000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            client.handle(noise, 0, noise.length, SERVER, now, fromClient);
        }
        runUntil(now + 100 * MS, true);
        assertThat(client.state()).isEqualTo(IceControllingAgent.State.CONNECTED);
    }

    private long failedAt;

    /// Lets virtual time pass from deadline to deadline.
    private void runUntil(long endNanos, boolean serverAnswers) {
        while (client.nextDeadlineNanos() <= endNanos) {
            now = Math.max(now, client.nextDeadlineNanos());
            int before = fromClient.sent.size();
            client.onTimer(now, fromClient);
            if (client.state() == IceControllingAgent.State.FAILED) {
                failedAt = now;
            }
            for (int i = before; i < fromClient.sent.size() && serverAnswers; i++) {
                exchange(fromClient.sent.get(i));
            }
        }
        now = endNanos;
    }

    private void exchange(RecordingIceOutput.Sent check) {
        if (!check.destination().equals(SERVER)) {
            return;
        }
        server.handle(check.bytes(), 0, check.bytes().length, CLIENT, now, fromServer);
        byte[] answer = fromServer.lastSent();
        client.handle(answer, 0, answer.length, SERVER, now, fromClient);
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
