package org.moqgateway.server.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.token.TokenKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `token verify`: reads a token.
@Command(
        name = "verify",
        description = "Check a token against a key and print what it grants, as JSON.",
        sortOptions = false)
final class TokenVerify implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The key that signed it, or its public half; - is standard input.")
    private String key = "";

    @Option(
            names = "--in",
            paramLabel = "FILE",
            description = "Where the token is; - is standard input. Default: -.")
    private String in = TokenCommand.STANDARD;

    private final Console console;

    TokenVerify(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (spec != null && key.equals(TokenCommand.STANDARD) && in.equals(key)) {
            throw new ParameterException(
                    spec.commandLine(), "--key and --in can't both be standard input");
        }
        return TokenCommand.run(
                console,
                () -> {
                    TokenKey by = TokenCommand.readKey(key, console);
                    String token = TokenCommand.readText(in, console);
                    console.out().println(by.verify(token, Instant.now()).toJson());
                });
    }
}
