package org.moqgateway.core.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moqgateway.core.ice.IceNetwork.MS;
import static org.moqgateway.core.ice.IceNetwork.address;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReflexiveQueriesTest {
    private static final InetSocketAddress SERVER = address("192.0.2.200", 3478);
    private static final InetSocketAddress MAPPED = address("203.0.113.7", 41_000);

    private final Recorder out = new Recorder();
    private final ReflexiveQueries queries = new ReflexiveQueries(7, out);
    private final LocalPath path =
            LocalPath.datagrams(address("10.0.0.1", 5001), CandidateType.HOST, 1);
    private long now = -3;

    private static final class Recorder implements ReflexiveQueries.Output {
        final List<byte[]> sent = new ArrayList<>();
        final List<String> results = new ArrayList<>();

        @Override
        public void query(
                LocalPath path, byte[] buffer, int offset, int length, InetSocketAddress to) {
            assertThat(to).isEqualTo(SERVER);
            sent.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void queried(
                LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped) {
            results.add(String.valueOf(mapped));
        }
    }

    private byte[] begin() {
        assertThat(queries.begin(path, SERVER, now)).isTrue();
        queries.onTimer(now);
        return out.sent.getLast();
    }

    private boolean receive(byte[] bytes, InetSocketAddress source) {
        return queries.handle(path, new IceDatagram(bytes, 0, bytes.length, source, now));
    }

    private static byte[] answer(byte[] query) {
        StunDatagram request =
                Objects.requireNonNull(StunDatagram.parse(query, 0, query.length).datagram());
        return StunWriter.success(request, MAPPED, "nobody checks this");
    }

    @Test
    void tellsWhatTheServerSaw() {
        byte[] query = begin();
        assertThat(receive(answer(query), SERVER)).isTrue();
        assertThat(out.results).containsExactly("/203.0.113.7:41000");
        assertThat(queries.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(receive(answer(query), SERVER)).as("again").isFalse();
    }

    @Test
    void readsTheOldMappedAddress() {
        byte[] query = begin();
        byte[] value = {0, 1, (byte) 0xa0, 0x28, (byte) 203, 0, 113, 7};
        byte[] answer =
                new StunRequests(0x0101, Arrays.copyOfRange(query, 8, 20))
                        .attribute(0x0001, value)
                        .bytes();
        assertThat(receive(answer, SERVER)).isTrue();
        assertThat(out.results).containsExactly("/203.0.113.7:41000");
    }

    @Test
    void asksAgainAndGivesUpAfterThreeSeconds() {
        begin();
        long start = now;
        while (queries.nextDeadlineNanos() != Long.MAX_VALUE) {
            now = queries.nextDeadlineNanos();
            queries.onTimer(now);
        }
        assertThat(out.sent).hasSize(4);
        assertThat(out.results).containsExactly("null");
        assertThat(now - start).isEqualTo(3_000 * MS);
    }

    @Test
    void takesNoAnswerFromElsewhereNorToAnotherQuestion() {
        byte[] query = begin();
        assertThat(receive(answer(query), address("192.0.2.201", 3478))).isFalse();
        byte[] other = answer(query);
        other[12] ^= 1;
        assertThat(receive(other, SERVER)).isFalse();
        for (int length = 0; length < 20; length++) {
            assertThat(receive(Arrays.copyOf(answer(query), length), SERVER)).isFalse();
        }
        byte[] broken = Arrays.copyOf(answer(query), 30);
        assertThat(receive(broken, SERVER)).isTrue();
        assertThat(out.results).isEmpty();
    }

    @Test
    void forgetsPathsThatAreGoneAndRunsNotTooMany() {
        for (int i = 0; i < 64; i++) {
            assertThat(queries.begin(path, SERVER, now)).isTrue();
        }
        assertThat(queries.begin(path, SERVER, now)).isFalse();
        queries.removePath(path);
        assertThat(out.results).hasSize(64).containsOnly("null");
        assertThat(queries.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
