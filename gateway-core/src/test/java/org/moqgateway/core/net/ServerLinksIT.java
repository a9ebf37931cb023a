package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerLinksIT {

    /// Netty tells of a channel that was never made on a thread of its own.
    @Test
    void tellsOnTheLoopThatNoChannelCouldBeMade() throws Exception {
        try (MediaLoops loops = MediaLoops.start(1)) {
            NettyLoop loop = loops.nextLoop();
            Ended ended = new Ended(loop);
            LinkTarget target =
                    new LinkTarget(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                            LinkTarget.Transport.UDP,
                            StreamFraming.TURN,
                            null);
            DatagramLink link = new DatagramLink(target, loop, ended, false);
            Bootstrap bootstrap =
                    new Bootstrap().channelFactory(ServerLinksIT::noDescriptor).handler(link);
            Cancellable opening = ServerLinks.connect(bootstrap, target, loop, link);

            assertThat(ended.inLoop.get(10, TimeUnit.SECONDS)).isTrue();
            opening.cancel();
        }
    }

    private static Channel noDescriptor() {
        throw new ChannelException("Too many open files");
    }

    private static final class Ended implements ServerLink.Listener {
        final CompletableFuture<Boolean> inLoop = new CompletableFuture<>();
        private final MediaLoop loop;

        Ended(MediaLoop loop) {
            this.loop = loop;
        }

        @Override
        public void opened(ServerLink link) {}

        @Override
        public void message(byte[] buffer, int offset, int length, long nowNanos) {}

        @Override
        public void unreachable(long nowNanos) {}

        @Override
        public void ended(String why) {
            inLoop.complete(loop.inLoop());
        }
    }
}
