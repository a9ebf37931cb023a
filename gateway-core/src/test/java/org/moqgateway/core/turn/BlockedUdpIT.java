package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// Media through coturn by TCP, where UDP does not pass. Wants root (for network namespaces),
/// iproute2 and coturn; skipped where one of them is missing.
@Timeout(240)
class BlockedUdpIT {

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void requireCoturn() {
        assumeTrue(Coturn.installed(), "there is no turnserver (coturn) on the PATH");
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "only root may make network namespaces");
    }

    private static BlockedUdp network() throws Exception {
        try {
            return BlockedUdp.up();
        } catch (IOException e) {
            throw new TestAbortedException("no network namespaces here: " + e.getMessage());
        }
    }

    @Test
    void sendsMediaByTurnOverTcpWhereUdpIsBlocked() throws Exception {
        try (BlockedUdp network = network();
                Coturn coturn = Coturn.start(network.server(), BlockedUdp.SERVER_ADDRESS, folder);
                Program server =
                        new Program(
                                BlockedUdp.java(
                                        network.server(),
                                        MediaPeer.class,
                                        "server",
                                        BlockedUdp.SERVER_ADDRESS));
                Program client =
                        new Program(
                                BlockedUdp.java(
                                        network.client(),
                                        MediaPeer.class,
                                        "client",
                                        uri(coturn, TurnTransport.TCP),
                                        Coturn.USERNAME,
                                        Coturn.PASSWORD,
                                        uri(coturn, TurnTransport.UDP)))) {
            server.say(client.hear());
            client.say(server.hear());

            assertThat(client.hear()).isEqualTo("media 300 of 300, UDP blocked");
            server.say("done");
        }
    }

    private static String uri(Coturn coturn, TurnTransport transport) {
        return coturn.server(transport, BlockedUdp.SERVER_ADDRESS, Coturn.PASSWORD).url();
    }

    /// A program with which we speak in lines.
    private static final class Program implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;
        private final BufferedWriter in;

        Program(List<String> command) throws IOException {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            in =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    process.getOutputStream(), StandardCharsets.UTF_8));
        }

        void say(String line) throws IOException {
            in.write(line);
            in.newLine();
            in.flush();
        }

        /// The next line that is no log's.
        String hear() throws Exception {
            return CompletableFuture.supplyAsync(this::read).get(120, TimeUnit.SECONDS);
        }

        private String read() {
            try {
                String line = out.readLine();
                while (line != null && line.contains(" DEBUG ")) {
                    line = out.readLine();
                }
                return line == null ? "nothing more" : line;
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
