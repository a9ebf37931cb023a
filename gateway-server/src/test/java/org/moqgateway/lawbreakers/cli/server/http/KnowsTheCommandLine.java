package org.moqgateway.lawbreakers.cli.server.http;

import org.moqgateway.lawbreakers.cli.server.cli.Command;

/// An endpoint that knows the command line.
///
/// @param command what it must not know
public record KnowsTheCommandLine(Command command) {}
