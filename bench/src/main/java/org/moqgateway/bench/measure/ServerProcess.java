package org.moqgateway.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a process of this Linux machine costs, from `/proc` and, for a JVM of the same user,
/// through `jcmd`. Any thread.
///
/// @param pid its process id
public record ServerProcess(long pid) {
    private static final double TICKS_PER_SECOND = 100.0; // USER_HZ of every Linux in use
    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final long UNKNOWN = -1;

    /// What it holds.
    ///
    /// @param residentBytes resident set size
    /// @param heapBytes live objects on the Java heap, -1 if that cannot be had
    public record Memory(long residentBytes, long heapBytes) {
        /// Of a process that is not known.
        public static final Memory NONE = new Memory(UNKNOWN, UNKNOWN);
    }

    /// This process.
    public static ServerProcess self() {
        return new ServerProcess(ProcessHandle.current().pid());
    }

    /// CPU seconds of all its threads, user and system, since its start.
    ///
    /// @throws IOException when there is no such process
    public double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The second field, the name in brackets, may hold anything; fields 14 and 15 are counted
        // from behind it (proc_pid_stat(5)).
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /// Collects its garbage and reads what is left.
    ///
    /// @throws IOException when there is no such process
    public Memory memory() throws IOException, InterruptedException {
        // The histogram's own full collection counts live objects alone, not what is allocated
        // between a collection and a look at the heap.
        long heap = first(LIVE, jcmd("GC.class_histogram"));
        long resident = first(RSS, Files.readString(Path.of("/proc/" + pid + "/status")));
        return new Memory(resident < 0 ? UNKNOWN : resident << 10, heap);
    }

    private static long first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : UNKNOWN;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // To a file: the virtual machine stands still while it writes. If that is this very
        // process,
        // nobody would read from a pipe, and it would wait for its own reader once the pipe is
        // full.
        Path answer = Files.createTempFile("jcmd", ".txt");
        try {
            Process process =
                    new ProcessBuilder(List.of(program, Long.toString(pid), command))
                            .redirectErrorStream(true)
                            .redirectOutput(answer.toFile())
                            .start();
            process.waitFor(30, TimeUnit.SECONDS);
            return Files.readString(answer);
        } finally {
            Files.delete(answer);
        }
    }
}
