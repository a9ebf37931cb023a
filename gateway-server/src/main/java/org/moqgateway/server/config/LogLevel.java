package org.moqgateway.server.config;

/// The least important level that is logged.
public enum LogLevel {
    /// Something is broken.
    ERROR,
    /// Something is wrong and was survived.
    WARN,
    /// Sessions and broadcasts come and go.
    INFO,
    /// Why something was decided.
    DEBUG,
    /// Everything.
    TRACE
}
