package org.moqgateway.lawbreakers.cli.server.cli;

/// A command.
public record Command() {}
