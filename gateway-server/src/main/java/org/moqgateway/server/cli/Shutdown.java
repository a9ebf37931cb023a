package org.moqgateway.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for Ctrl-C or SIGTERM, drains, and ends the process with 0: to be asked to end and to end
/// in order is success, and service managers need no exception for it. A drain that hangs is cut
/// off.
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(7500);

    private final Runnable drain;
    private final Thread hook = new Thread(this::endProcess, "shutdown");
    private final AtomicBoolean ended = new AtomicBoolean();

    private Shutdown(Runnable drain) {
        this.drain = drain;
    }

    /// Drains in order from now on, whenever the process is asked to end.
    static Shutdown install(Runnable drain) {
        Shutdown shutdown = new Shutdown(drain);
        Runtime.getRuntime().addShutdownHook(shutdown.hook);
        return shutdown;
    }

    /// Blocks until the process is asked to end (it then never returns), the work is done, or the
    /// calling thread is interrupted. Whoever gets an answer ends the process in order himself.
    ///
    /// @param work what the process is there for; never completed where that is to serve
    /// @return what the work came to; empty when the thread was interrupted
    Optional<String> await(Future<Optional<String>> work) {
        Optional<String> outcome = Optional.empty();
        try {
            outcome = work.get();
        } catch (InterruptedException e) {
            log.debug("interrupted");
        } catch (ExecutionException e) {
            outcome = Optional.of(String.valueOf(e.getCause()));
        }
        disarm();
        return outcome;
    }

    private void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, by the hook.
            log.debug("asked to end meanwhile");
        }
    }

    private void endProcess() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        log.info("draining");
        int code = drained() ? ExitCode.OK : ExitCode.FAILED_TO_START;
        Logs.flush();
        // The virtual machine would report the signal (143); halting from its last hook reports our
        // code.
        Runtime.getRuntime().halt(code);
    }

    private boolean drained() {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform()
                .name("drain")
                .daemon()
                .start(
                        () -> {
                            drain.run();
                            done.countDown();
                        });
        try {
            boolean inTime = done.await(DRAIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            log.info(inTime ? "ended" : "draining took too long and was cut off");
            return inTime;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
