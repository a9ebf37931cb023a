package org.moqgateway.core.turn;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Arrays;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.moqgateway.core.net.StreamDeframer;
import org.moqgateway.core.net.StreamFraming;

/// What a TURN server sends, and what a stream is cut into, fed with anything: nothing may throw. A
/// search of a minute each, run by `JAZZER_FUZZ=1` with one method at a time; otherwise skipped,
/// since Jazzer's instrumentation slows every test of the same virtual machine.
@EnabledIfEnvironmentVariable(named = "JAZZER_FUZZ", matches = "1")
class TurnFuzzTest {

    private static final TurnSettings SETTINGS =
            new TurnSettings("kim", "secret", true, StandardProtocolFamily.INET);
    private static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 6000);
    private static final int ROOM_BYTES = 64;

    /// The first byte chooses the framing, the second how the stream is torn; each message goes to
    /// a client that has an allocation and a channel.
    @FuzzTest(maxDuration = "60s")
    void stream(byte[] input) {
        if (input.length < 2) {
            return;
        }
        StreamFraming framing =
                (input[0] & 1) == 0 ? StreamFraming.TURN : StreamFraming.LENGTH_PREFIX;
        StreamDeframer deframer = new StreamDeframer(framing);
        TurnClient client = allocated();
        int piece = 1 + (input[1] & 0xff);
        int at = 2;
        while (at < input.length && deframer.wanted() > 0) {
            int count = Math.min(Math.min(piece, deframer.wanted()), input.length - at);
            System.arraycopy(input, at, deframer.buffer(), deframer.position(), count);
            at += count;
            if (deframer.advance(count) == StreamDeframer.Progress.MESSAGE) {
                client.handle(deframer.buffer(), deframer.offset(), deframer.length(), at);
                client.onTimer(at);
            }
        }
    }

    /// Each datagram begins with its length.
    @FuzzTest(maxDuration = "60s")
    void datagrams(byte[] input) {
        TurnClient client = allocated();
        int at = 0;
        while (at < input.length) {
            int length = Math.min(input[at] & 0xff, input.length - at - 1);
            byte[] datagram = Arrays.copyOfRange(input, at + 1, at + 1 + length + ROOM_BYTES);
            client.handle(datagram, 0, length, at);
            client.send(datagram, 0, length, PEER, at);
            at += 1 + length;
        }
    }

    private static TurnClient allocated() {
        FakeTurnServer server = new FakeTurnServer();
        TurnClient client = new TurnClient(SETTINGS, 1, server);
        client.start(0);
        answer(client, server.challenge(server.only(), 401));
        answer(client, server.allocation(server.only()));
        byte[] media = {(byte) 0x80, 1, 2, 3};
        client.send(media, 0, media.length, PEER, 0);
        answer(client, server.success(server.only()));
        answer(client, server.success(server.only()));
        return client;
    }

    private static void answer(TurnClient client, byte[] bytes) {
        client.handle(bytes, 0, bytes.length, 0);
    }
}
