/// The command line: flags, help, exit codes, the banner and the log lines. Nothing imports it.
@NullMarked
package org.moqgateway.server.cli;

import org.jspecify.annotations.NullMarked;
