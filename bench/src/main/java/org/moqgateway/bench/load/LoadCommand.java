package org.moqgateway.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.moqgateway.bench.measure.Arguments;

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

    private final Arguments given;

    private LoadCommand(Arguments given) {
        this.given = given;
    }

    /// Runs it.
    ///
    /// @param arguments without the word `load`
    /// @param out for the figures
    /// @param log for what happens
    /// @throws IllegalArgumentException naming the argument that is wrong
    /// @throws IOException when the server cannot be reached, refuses, or its process is gone
    public static void run(List<String> arguments, PrintStream out, PrintStream log)
            throws IOException, InterruptedException {
        LoadCommand command = new LoadCommand(Arguments.read(arguments, FLAGS, VALUES));
        LoadResult result = new LoadRun(command.plan(), log::println).run();
        out.print(command.given.has("json") ? LoadReport.json(result) : LoadReport.table(result));
    }

    private LoadPlan plan() {
        String whep =
                given.value("whep")
                        .orElseThrow(() -> new IllegalArgumentException("--whep is missing"));
        HttpClient client = HttpClient.newHttpClient();
        return new LoadPlan(
                signalling(client, whep),
                given.value("publish")
                        .map(whip -> new LoadPlan.Publishing(signalling(client, whip), shape())),
                (int) given.number("viewers", 10),
                Duration.ofSeconds(given.number("seconds", 20)),
                Duration.ofSeconds(given.number("warm-up", 5)),
                given.value("server-pid").map(_ -> given.number("server-pid", 0)),
                (int) given.number("loops", 1));
    }

    private Signalling signalling(HttpClient client, String url) {
        return new HttpSignalling(client, URI.create(url), given.value("token"));
    }

    private SyntheticVideo.Shape shape() {
        return new SyntheticVideo.Shape(
                COLUMNS,
                ROWS,
                given.bitrateBps("bitrate", "2M"),
                (int) given.number("fps", 30),
                (int) given.number("gop", 60));
    }
}
