package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.sdp.Candidate;

class LocalCandidatesTest {
    private final LocalCandidates candidates = new LocalCandidates();

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    @Test
    void aPathTakesWhatServersSawOfItAlong() {
        LocalPath gone = path("198.51.100.1", 5001, CandidateType.HOST);
        LocalPath other = path("198.51.100.2", 5001, CandidateType.HOST);
        LocalPath relay = path("192.0.2.9", 6000, CandidateType.RELAYED);
        for (LocalPath path : new LocalPath[] {gone, other, relay}) {
            assertThat(candidates.ofPath(path)).isNotNull();
        }
        InetSocketAddress server = address("192.0.2.200", 3478);
        assertThat(candidates.reflexive(gone, address("203.0.113.1", 40_001), server)).isNotNull();
        assertThat(candidates.reflexive(other, address("203.0.113.1", 40_002), server)).isNotNull();

        candidates.remove(gone);
        assertThat(candidates.all())
                .extracting(Candidate::port)
                .containsExactly(5001, 6000, 40_002);
        assertThat(candidates.all().getFirst().address()).isEqualTo("198.51.100.2");
    }

    private static LocalPath path(String host, int port, CandidateType type) {
        return LocalPath.datagrams(address(host, port), type, 1);
    }
}
