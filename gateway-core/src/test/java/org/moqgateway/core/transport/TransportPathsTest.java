package org.moqgateway.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.IceAgent;
import org.moqgateway.core.ice.IceCredentials;
import org.moqgateway.core.ice.IceTimings;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.sdp.Candidate;

class TransportPathsTest {
    private final MediaLoops loops = MediaLoops.start(1);
    private final LocalCandidates candidates = new LocalCandidates();
    private final List<Candidate> told = new ArrayList<>();
    private final TransportPaths paths = new TransportPaths(engine(), candidates, told::add);
    private final FakePath path = new FakePath("198.51.100.7", 5000);
    private final LocalPath known =
            LocalPath.datagrams(path.localAddress(), CandidateType.RELAYED, 1);

    private IceEngine engine() {
        IceAgent agent = new IceAgent(IceCredentials.random(), IceTimings.DEFAULT, 1);
        return new IceEngine(loops.next(), agent, new CandidatePolicy(true), 2, new Deaf());
    }

    @AfterEach
    void close() {
        paths.close();
        loops.close();
    }

    @Test
    void tellsOfAPathOnce() {
        paths.add(known, path, path.localAddress().getAddress());
        paths.tell(known);
        paths.tell(known);
        assertThat(told).extracting(Candidate::port).containsExactly(5000);
        assertThat(candidates.all()).isEqualTo(told);
    }

    /// A restart tells of those paths that there were a moment ago.
    @Test
    void tellsNobodyOfAPathThatIsNoMore() {
        paths.add(known, path, path.localAddress().getAddress());
        paths.lost(known);
        paths.tell(known);
        assertThat(told).isEmpty();
        assertThat(candidates.all()).isEmpty();
        assertThat(path.closed).isTrue();
    }

    private static final class Deaf implements IceEngine.Events {
        @Override
        public void queried(
                LocalPath path, InetSocketAddress server, @Nullable InetSocketAddress mapped) {}

        @Override
        public void pathLost(LocalPath path) {}

        @Override
        public void abandoned(IceCredentials ours) {}

        @Override
        public void doubtful() {}
    }
}
