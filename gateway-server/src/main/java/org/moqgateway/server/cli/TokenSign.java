package org.moqgateway.server.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.token.TokenClaims;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `token sign`: makes a token.
@Command(
        name = "sign",
        description = "Print a token that lets its bearer publish and subscribe.",
        sortOptions = false)
final class TokenSign implements Callable<Integer> {
    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The key to sign with; - is standard input.")
    private String key = "";

    @Option(
            names = "--root",
            paramLabel = "PATH",
            description = "What --publish and --subscribe are relative to. Default: the top.")
    private String root = "";

    @Option(
            names = "--publish",
            paramLabel = "PREFIX",
            description = "May publish it and below; \"\" is all of the root. Repeatable.")
    private List<String> publish = new ArrayList<>();

    @Option(
            names = "--subscribe",
            paramLabel = "PREFIX",
            description = "May subscribe to it and below. Repeatable.")
    private List<String> subscribe = new ArrayList<>();

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = UnixTime.class,
            description =
                    "When the token, and a session that uses it, ends: seconds since 1970."
                            + " Default: never.")
    private @Nullable Instant expires;

    @Option(
            names = "--issued",
            paramLabel = "TIME",
            converter = UnixTime.class,
            description = "When it was issued, for information: seconds since 1970.")
    private @Nullable Instant issued;

    private final Console console;

    TokenSign(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return TokenCommand.run(
                console,
                () -> {
                    TokenClaims claims = new TokenClaims(root, publish, subscribe, expires, issued);
                    console.out().println(TokenCommand.readKey(key, console).sign(claims));
                });
    }

    /// Seconds since 1970 as text.
    static final class UnixTime implements ITypeConverter<Instant> {
        // The end of the year 9999.
        private static final long LAST = 253402300799L;

        @Override
        public Instant convert(String text) {
            if (!text.matches("[0-9]{1,12}") || Long.parseLong(text) > LAST) {
                throw new TypeConversionException(
                        "'" + text + "': expected seconds since 1970, such as 1800000000");
            }
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
    }
}
