package org.moqgateway.server.config;

/// The shape of a log line.
public enum LogFormat {
    /// Time, level, logger and message, for people.
    TEXT,
    /// One JSON object a line, for collectors.
    JSON
}
