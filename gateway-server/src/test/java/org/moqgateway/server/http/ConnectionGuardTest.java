package org.moqgateway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moqgateway.server.config.GatewaySettings.ConnectionSettings;

@Timeout(60)
class ConnectionGuardTest {
    private static final long PATIENCE_SECONDS = 20;

    /// A connection that counts down when it is looked at.
    private static final class Looked extends AbstractConnection {
        private final CountDownLatch looked = new CountDownLatch(1);
        private final boolean broken;

        Looked(boolean broken) {
            super(new ByteArrayEndPoint(), Runnable::run);
            this.broken = broken;
        }

        @Override
        public long getBytesIn() {
            looked.countDown();
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return 0;
        }

        @Override
        public void onFillable() {}

        boolean wasLookedAt() throws InterruptedException {
            return looked.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void watchesTheOthersWhenOneConnectionIsBroken() throws Exception {
        Server server = new Server();
        ConnectionGuard guard =
                new ConnectionGuard(new ConnectionSettings(10, 10, 10), HttpLimits.standard());
        server.setHandler(guard);
        server.start();
        try {
            Looked broken = new Looked(true);
            guard.onOpened(broken);
            assertThat(broken.wasLookedAt()).isTrue();
            Looked sound = new Looked(false);
            guard.onOpened(sound);
            assertThat(sound.wasLookedAt()).isTrue();
            assertThat(guard.connections()).isEqualTo(1);
        } finally {
            server.stop();
        }
    }
}
