package org.moqgateway.server.cli;

/// What the process ends with.
final class ExitCode {
    /// Ended as asked: by Ctrl-C, SIGTERM, `--help` or `--version`; a client that runs once
    /// ended in order.
    static final int OK = 0;

    /// Could not start: a port in use, an address that is not ours.
    static final int FAILED_TO_START = 1;

    /// A token or key was refused, or a file could not be read or written; a client that runs once
    /// was refused.
    static final int REFUSED = 1;

    /// An unknown flag or key, or a bad value, wherever it was written.
    static final int USAGE = 2;

    private ExitCode() {}
}
