package org.moqgateway.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// `12:34:56.789 INFO  WebRtcGateway: message`, always one line: what a client sent can't forge
/// another.
final class TextLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ')
                .append(event.getLevel())
                .append(event.getLevel().levelStr.length() == 4 ? "  " : " ");
        line.append(shortName(event.getLoggerName())).append(": ");
        appendVisible(line, event.getFormattedMessage());
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault != null) {
            line.append(" | ");
            appendVisible(line, ThrowableProxyUtil.asString(fault));
        }
        return line.append('\n').toString();
    }

    static String shortName(String loggerName) {
        return loggerName.substring(loggerName.lastIndexOf('.') + 1);
    }

    private static void appendVisible(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append(" \\ ");
            } else if (Character.isISOControl(c)) {
                line.append(' ');
            } else {
                line.append(c);
            }
        }
    }
}
