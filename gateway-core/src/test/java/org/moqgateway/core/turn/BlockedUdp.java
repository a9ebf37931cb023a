package org.moqgateway.core.turn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Two network namespaces between which all but UDP passes, made by `scripts/udp-blocked`; gone
/// with [#close], whatever the test came to.
public final class BlockedUdp implements AutoCloseable {

    /// The server's address.
    public static final String SERVER_ADDRESS = "10.77.2.2";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;

    private BlockedUdp(String name) {
        this.name = name;
    }

    /// Makes them.
    ///
    /// @throws IOException with what the script says, where there is no right to: root is wanted,
    ///     and iproute2
    public static BlockedUdp up() throws Exception {
        String name = "udp" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        script("up", name);
        return new BlockedUdp(name);
    }

    private static void script(String action, String name) throws Exception {
        Path script = Path.of("scripts/udp-blocked").toAbsolutePath();
        if (!Files.exists(script)) {
            script = Path.of("../scripts/udp-blocked").toAbsolutePath();
        }
        Process process =
                new ProcessBuilder(script.toString(), action, name)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("udp-blocked " + action + ": " + output.strip());
        }
    }

    /// What runs a command on the client's side, to be followed by the command.
    public List<String> client() {
        return List.of("ip", "netns", "exec", name + "-client");
    }

    /// What runs a command on the server's side.
    public List<String> server() {
        return List.of("ip", "netns", "exec", name + "-server");
    }

    /// The command line that runs a class of ours, with this program's class path.
    public static List<String> java(List<String> prefix, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /// Removes them. What ran there must have ended.
    @Override
    public void close() {
        try {
            script("down", name);
        } catch (Exception e) {
            throw new AssertionError("the namespaces of " + name + " are left", e);
        }
    }
}
