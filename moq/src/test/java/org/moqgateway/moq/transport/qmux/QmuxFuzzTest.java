package org.moqgateway.moq.transport.qmux;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import org.moqgateway.moq.transport.QuicLimits;

/// Any records are taken without an exception and within bounds. `mvn test` replays the inputs that
/// earlier searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl moq test -Dtest='QmuxFuzzTest#takesAnyRecords'
class QmuxFuzzTest {
    /// The first byte chooses the version, the side, and whether there are transport parameters
    /// first; then records, each behind its length of one byte.
    @FuzzTest
    void takesAnyRecords(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        if (!in.hasRemaining()) {
            return;
        }
        int choice = in.get();
        QmuxVersion version = List.of(QmuxVersion.values()).get((choice & 3) % 3);
        Peer[] pair = Peer.pair(version, QuicLimits.DEFAULT.withStreams(8));
        Peer tried = pair[choice >> 2 & 1];
        tried.connection.begin();
        if ((choice & 8) != 0) {
            pair[1 - (choice >> 2 & 1)].connection.begin();
            Peer.exchange(pair);
        }
        if ((choice & 16) != 0) {
            tried.connection.start(tried);
            tried.connection.openBidi().write(new byte[100_000]);
        }
        while (in.hasRemaining()) {
            byte[] record = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(record);
            tried.connection.received(ByteBuffer.wrap(record));
            tried.loop.run();
            if (tried.sent.size() > tried.capacity + 1) {
                throw new AssertionError("more was said than the pipe takes");
            }
        }
        tried.loop.pass(60_000_000_000L);
    }
}
