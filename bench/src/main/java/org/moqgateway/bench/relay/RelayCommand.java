package org.moqgateway.bench.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moqgateway.bench.measure.Arguments;
import org.moqgateway.bench.measure.ServerProcess;
import org.moqgateway.moq.transport.tls.TlsTrust;

/// The command line of the relay benchmark.
public final class RelayCommand {
    /// What it understands.
    public static final String USAGE =
            """
            relay --server NAME,PID,URL [options]
              --server N,P,URL  a relay of this machine: name, process id, URL; repeatable, they are
                                measured one after the other
              --publishers K    broadcasts (default 1); subscribers are spread over them
              --subscribers L   numbers of subscribers, such as 1,100,500 (default 1,10,100)
              --seconds S       measured time of each step (default 10)
              --warm-up S       unmeasured time before that (default 3)
              --bitrate B       of each broadcast, such as 3M (default 3M)
              --version V       MoQ version (default moq-lite-05)
              --fingerprint H   SHA-256 of the certificate that is believed, where the URL is not
                                http, which asks the relay for it
            """;

    private static final Set<String> VALUES =
            Set.of(
                    "server",
                    "publishers",
                    "subscribers",
                    "seconds",
                    "warm-up",
                    "bitrate",
                    "version",
                    "fingerprint");
    private static final Pattern SERVER = Pattern.compile("([^,]+),(\\d+),(.+)");

    private RelayCommand() {}

    /// Runs it.
    ///
    /// @param arguments without the word `relay`
    /// @param out for the figures
    /// @param log for what happens
    /// @throws IllegalArgumentException naming the argument that is wrong
    /// @throws IOException when a relay cannot be reached, refuses, or its process is gone
    public static void run(List<String> arguments, PrintStream out, PrintStream log)
            throws IOException, InterruptedException {
        Arguments given = Arguments.read(arguments, Set.of(), VALUES);
        RelayPlan plan = plan(given);
        List<String> versions = List.of(given.value("version").orElse("moq-lite-05"));
        TlsTrust trust =
                given.value("fingerprint")
                        .<TlsTrust>map(hex -> new TlsTrust.Pinned(List.of(hex)))
                        .orElseGet(TlsTrust.SystemRoots::new);
        try (Clients clients = new Clients(versions, trust)) {
            out.print(RelayReport.HEAD);
            new RelayRun(plan, clients, log::println)
                    .run(figures -> out.print(RelayReport.line(figures)));
        }
    }

    private static RelayPlan plan(Arguments given) {
        List<RelayPlan.Server> servers =
                given.values("server").stream().map(RelayCommand::server).toList();
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--server is missing");
        }
        return new RelayPlan(
                servers,
                (int) given.number("publishers", 1),
                given.numbers("subscribers", "1,10,100").stream()
                        .map(Math::toIntExact)
                        .sorted()
                        .toList(),
                Profile.fullHd(given.bitrateBps("bitrate", "3M")),
                Duration.ofSeconds(given.number("seconds", 10)),
                Duration.ofSeconds(given.number("warm-up", 3)));
    }

    private static RelayPlan.Server server(String text) {
        Matcher parts = SERVER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("--server wants NAME,PID,URL: " + text);
        }
        return new RelayPlan.Server(
                parts.group(1),
                new ServerProcess(Long.parseLong(parts.group(2))),
                URI.create(parts.group(3)));
    }
}
