package org.moqgateway.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.moqgateway.server.config.LogFormat;
import org.moqgateway.server.config.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets logging up: one line an event on standard output, libraries only when something is wrong.
final class Logs {
    /// They tell of their own working at levels that people read.
    private static final List<String> CHATTY_LIBRARIES =
            List.of(
                    "io.javalin",
                    "org.eclipse.jetty",
                    "org.ice4j",
                    "org.jitsi",
                    "JitsiConfig",
                    "io.netty",
                    "org.bouncycastle");

    private Logs() {}

    static void configure(LogFormat format, LogLevel level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LevelChangePropagator propagator = new LevelChangePropagator();
        propagator.setContext(context);
        propagator.setResetJUL(true);
        context.addListener(propagator);
        propagator.start();
        Level threshold = Level.valueOf(level.name());
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(threshold);
        root.addAppender(appender(context, format));
        for (String library : CHATTY_LIBRARIES) {
            context.getLogger(library)
                    .setLevel(threshold.isGreaterOrEqual(Level.WARN) ? threshold : Level.WARN);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /// Writes out what is buffered; nothing is logged afterwards.
    static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static ConsoleAppender<ILoggingEvent> appender(
            LoggerContext context, LogFormat format) {
        LayoutBase<ILoggingEvent> layout =
                switch (format) {
                    case TEXT -> new TextLine();
                    case JSON -> new JsonLine();
                };
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
