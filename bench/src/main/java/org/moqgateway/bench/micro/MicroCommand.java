package org.moqgateway.bench.micro;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/// The command line of the micro-benchmarks: JMH's own, with the allocation profiler on.
public final class MicroCommand {
    /// What it understands.
    public static final String USAGE =
            """
            micro [JMH options] [pattern]
              runs every benchmark whose name matches, with allocation per packet (-prof gc);
              quickly: micro -f 1 -wi 2 -i 3; all options: micro -h
            """;

    private MicroCommand() {}

    /// Runs JMH, which forks a process for each benchmark.
    ///
    /// @throws IOException when JMH cannot run
    public static void run(List<String> arguments) throws IOException {
        Main.main(
                Stream.concat(Stream.of("-prof", "gc"), arguments.stream()).toArray(String[]::new));
    }
}
