package org.moqgateway.moq.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialRefusedException;

/// Several ways to one server, tried one after the other and then side by side: each starts when
/// its head start over the one before has passed, or at once when nothing else is running. The
/// first connection wins; the others are interrupted and what they still bring is closed
/// (RFC 8305 §5).
final class Race {
    /// One way.
    interface Attempt {
        /// Blocks until connected; interrupted when another one won.
        Connection connect() throws IOException, InterruptedException;
    }

    /// @param name for people, in error messages
    /// @param headStart how long the one before has had for itself when this one starts
    record Entrant(String name, Duration headStart, Attempt attempt) {}

    private sealed interface Outcome {
        record Connected(Connection connection) implements Outcome {}

        record Failed(Entrant entrant, IOException failure) implements Outcome {}
    }

    private final List<Entrant> entrants;
    private final long deadlineNanos;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int started;
    private int running;
    private long nextStartNanos;

    private Race(List<Entrant> entrants, long deadlineNanos) {
        this.entrants = entrants;
        this.deadlineNanos = deadlineNanos;
    }

    /// Runs a race on virtual threads.
    ///
    /// @param entrants in order of preference, not empty
    /// @param deadlineNanos when all is given up, on `System.nanoTime`
    /// @throws DialRefusedException when the server refused the credentials, or refused in the only
    ///     attempt there was
    /// @throws IOException naming every failure
    static Connection run(List<Entrant> entrants, long deadlineNanos)
            throws IOException, InterruptedException {
        Race race = new Race(List.copyOf(entrants), deadlineNanos);
        try {
            return race.run();
        } finally {
            race.decided.set(true);
            race.threads.forEach(Thread::interrupt);
            race.closeLosers();
        }
    }

    private Connection run() throws IOException, InterruptedException {
        nextStartNanos = System.nanoTime();
        IOException last = new IOException("nothing to try");
        while (started < entrants.size() || running > 0) {
            long now = System.nanoTime();
            if (started < entrants.size() && (running == 0 || now - nextStartNanos >= 0)) {
                start(now);
            }
            Outcome outcome = outcomes.poll(waitNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                checkDeadline();
                continue;
            }
            switch (outcome) {
                case Outcome.Connected winner -> {
                    return winner.connection();
                }
                case Outcome.Failed failed -> {
                    last = failed.failure();
                    failed(failed);
                }
            }
        }
        if (entrants.size() == 1) {
            throw last;
        }
        throw new IOException(String.join("; ", failures), last);
    }

    private void checkDeadline() throws SocketTimeoutException {
        if (System.nanoTime() - deadlineNanos >= 0) {
            failures.add("no answer in time");
            throw new SocketTimeoutException(String.join("; ", failures));
        }
    }

    private void failed(Outcome.Failed failed) throws DialRefusedException {
        running--;
        failures.add(failed.entrant().name() + ": " + describe(failed.failure()));
        if (failed.failure() instanceof DialRefusedException refused && refused.unauthorized()) {
            throw refused;
        }
    }

    private void start(long now) {
        Entrant entrant = entrants.get(started++);
        running++;
        if (started < entrants.size()) {
            nextStartNanos = now + entrants.get(started).headStart().toNanos();
        }
        threads.add(
                Thread.ofVirtual().name("dial " + entrant.name()).start(() -> attempt(entrant)));
    }

    private long waitNanos() {
        long until = deadlineNanos;
        if (started < entrants.size() && nextStartNanos - until < 0) {
            until = nextStartNanos;
        }
        return Math.max(0, until - System.nanoTime());
    }

    private void attempt(Entrant entrant) {
        Outcome outcome;
        try {
            outcome = new Outcome.Connected(entrant.attempt().connect());
        } catch (IOException e) {
            outcome = new Outcome.Failed(entrant, e);
        } catch (InterruptedException e) {
            outcome = new Outcome.Failed(entrant, new IOException("given up", e));
        } catch (RuntimeException e) {
            outcome = new Outcome.Failed(entrant, new IOException("failed by mistake: " + e, e));
        }
        outcomes.add(outcome);
        if (decided.get()) {
            closeLosers();
        }
    }

    /// Whoever comes last empties the queue, whether it is the race or a late attempt.
    private void closeLosers() {
        Outcome outcome;
        while ((outcome = outcomes.poll()) != null) {
            if (outcome instanceof Outcome.Connected loser) {
                loser.connection().close(0, "another attempt was faster");
            }
        }
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
