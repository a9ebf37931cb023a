package org.moqgateway.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The command line of the load generator.
public final class LoadCommand {
    /// What it understands.
    public static final String USAGE =
            """
            load --whep URL [options]
              --whep URL        WHEP endpoint of any server
              --viewers N       viewers (default 10)
              --seconds S       measured time (default 20)
              --warm-up S       unmeasured time before that (default 5)
              --publish URL     also publish a synthetic H.264 stream to this WHIP endpoint; each
                                frame tells its time of sending, so that latency can be measured
              --bitrate B       of that stream, such as 2M or 800k (default 2M)
              --fps F           frame rate (default 30)
              --gop G           frames from keyframe to keyframe (default 60)
              --server-pid PID  the server's process on this machine: read its CPU time and memory
              --loops N         event loops of the generator (default 1)
              --token T         bearer token for both endpoints
              --json            figures as JSON on standard output
            """;

    private static final Set<String> FLAGS = Set.of("json");
    private static final Set<String> VALUES =
            Set.of(
                    "whep",
                    "viewers",
                    "seconds",
                    "warm-up",
                    "publish",
                    "bitrate",
                    "fps",
                    "gop",
                    "server-pid",
                    "loops",
                    "token");
    private static final int COLUMNS = 40;
    private static final int ROWS = 30;

    private final Map<String, String> given = new HashMap<>();

    private LoadCommand() {}

    /// Runs it.
    ///
    /// @param arguments without the word `load`
    /// @param out for the figures
    /// @param log for what happens
    /// @throws IllegalArgumentException naming the argument that is wrong
    /// @throws IOException when the server cannot be reached, refuses, or its process is gone
    public static void run(List<String> arguments, PrintStream out, PrintStream log)
            throws IOException, InterruptedException {
        LoadCommand command = new LoadCommand();
        command.read(arguments);
        LoadResult result = new LoadRun(command.plan(), log::println).run();
        out.print(
                command.given.containsKey("json")
                        ? LoadReport.json(result)
                        : LoadReport.table(result));
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (FLAGS.contains(name)) {
                given.put(name, "");
            } else if (VALUES.contains(name) && i + 1 < arguments.size()) {
                given.put(name, arguments.get(++i));
            } else {
                throw new IllegalArgumentException("cannot use " + arguments.get(i));
            }
        }
    }

    private LoadPlan plan() {
        String whep = given.get("whep");
        if (whep == null) {
            throw new IllegalArgumentException("--whep is missing");
        }
        HttpClient client = HttpClient.newHttpClient();
        return new LoadPlan(
                signalling(client, whep),
                Optional.ofNullable(given.get("publish"))
                        .map(whip -> new LoadPlan.Publishing(signalling(client, whip), shape())),
                (int) number("viewers", 10),
                Duration.ofSeconds(number("seconds", 20)),
                Duration.ofSeconds(number("warm-up", 5)),
                Optional.ofNullable(given.get("server-pid")).map(_ -> number("server-pid", 0)),
                (int) number("loops", 1));
    }

    private Signalling signalling(HttpClient client, String url) {
        return new HttpSignalling(client, URI.create(url), Optional.ofNullable(given.get("token")));
    }

    private SyntheticVideo.Shape shape() {
        return new SyntheticVideo.Shape(
                COLUMNS,
                ROWS,
                bitrate(given.getOrDefault("bitrate", "2M")),
                (int) number("fps", 30),
                (int) number("gop", 60));
    }

    private static long bitrate(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        long unit = lower.endsWith("m") ? 1_000_000 : lower.endsWith("k") ? 1_000 : 1;
        String digits = unit == 1 ? lower : lower.substring(0, lower.length() - 1);
        try {
            return Math.round(Double.parseDouble(digits) * unit);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--bitrate is no bitrate: " + text, wrong);
        }
    }

    private long number(String name, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--" + name + " is no number: " + text, wrong);
        }
        throw new IllegalArgumentException("--" + name + " must be at least 1: " + text);
    }
}
