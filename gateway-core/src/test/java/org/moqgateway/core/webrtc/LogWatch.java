package org.moqgateway.core.webrtc;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// Listens to everything that is logged while it is open and holds against the gateway every
/// warning and error that carries an exception or prints a stack trace: no input and no ordinary
/// event may cause one. Any thread.
public final class LogWatch implements AutoCloseable {
    private static final int MOST_KEPT = 20;

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Watcher watcher = new Watcher();

    /// Begins to listen.
    public LogWatch() {
        watcher.setContext(root.getLoggerContext());
        watcher.start();
        root.addAppender(watcher);
    }

    /// What was logged with an exception so far.
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /// Stops listening.
    ///
    /// @throws AssertionError when an exception was logged
    @Override
    public void close() {
        root.detachAppender(watcher);
        watcher.stop();
        if (!faults.isEmpty()) {
            throw new AssertionError("exceptions were logged: " + faults);
        }
    }

    private final class Watcher extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            boolean trace = thrown != null || event.getFormattedMessage().contains("\n\tat ");
            if (trace
                    && event.getLevel().isGreaterOrEqual(Level.WARN)
                    && faults.size() < MOST_KEPT) {
                faults.add(
                        "%s %s: %s: %s"
                                .formatted(
                                        event.getLevel(),
                                        event.getLoggerName(),
                                        event.getFormattedMessage(),
                                        thrown == null ? "" : describe(thrown)));
            }
        }

        private static String describe(IThrowableProxy thrown) {
            StackTraceElementProxy[] trace = thrown.getStackTraceElementProxyArray();
            return "%s: %s %s"
                    .formatted(
                            thrown.getClassName(),
                            thrown.getMessage(),
                            trace.length == 0 ? "" : trace[0]);
        }
    }
}
