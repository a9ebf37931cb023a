package org.moqgateway.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.token.KeyFiles;
import org.moqgateway.moq.token.KeyScope;
import org.moqgateway.moq.token.TokenAlgorithm;
import org.moqgateway.moq.token.TokenException;
import org.moqgateway.moq.token.TokenKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `token generate`: makes a key.
@Command(
        name = "generate",
        description = {
            "Make a key, and print it or write it to a file that only its owner can read.",
            "With --publish or --subscribe its tokens can't grant more than that.",
        },
        sortOptions = false)
final class TokenGenerate implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "HS256",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TokenAlgorithm algorithm = TokenAlgorithm.HS256;

    @Option(
            names = "--id",
            paramLabel = "KID",
            description = "The key's name: letters, digits, - and _. Default: random.")
    private @Nullable String id;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the key; - is standard output. Default: -.")
    private @Nullable String out;

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            description = "Write the key to DIR/KID.jwk instead.")
    private @Nullable Path outDirectory;

    @Option(
            names = "--public",
            paramLabel = "FILE",
            description = "Where to write the half that only verifies; not for HS*.")
    private @Nullable String publicOut;

    @Option(
            names = "--public-dir",
            paramLabel = "DIR",
            description = "Write that half to DIR/KID.jwk instead.")
    private @Nullable Path publicDirectory;

    @Option(
            names = "--root",
            paramLabel = "PATH",
            description = "What --publish and --subscribe are relative to.")
    private String root = "";

    @Option(
            names = "--publish",
            paramLabel = "PREFIX",
            description = "Tokens may grant publishing below it; \"\" is the root. Repeatable.")
    private List<String> publish = new ArrayList<>();

    @Option(
            names = "--subscribe",
            paramLabel = "PREFIX",
            description = "Tokens may grant subscribing below it. Repeatable.")
    private List<String> subscribe = new ArrayList<>();

    @Option(
            names = "--base64",
            description = "Write keys as base64url instead of JSON; both can be read.")
    private boolean base64;

    private final Console console;

    TokenGenerate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check(out == null || outDirectory == null, "--out and --out-dir exclude each other");
        check(
                publicOut == null || publicDirectory == null,
                "--public and --public-dir exclude each other");
        check(
                root.isEmpty() || !publish.isEmpty() || !subscribe.isEmpty(),
                "--root limits nothing without --publish or --subscribe");
        boolean printed =
                outDirectory == null && (out == null || TokenCommand.STANDARD.equals(out));
        check(
                !printed || !TokenCommand.STANDARD.equals(publicOut),
                "both keys can't go to standard output: name a file with --out or --public");
        return TokenCommand.run(console, this::generate);
    }

    private void check(boolean valid, String text) {
        if (!valid && spec != null) {
            throw new ParameterException(spec.commandLine(), text);
        }
    }

    // The public half first: nothing is written when there is none.
    private void generate() throws IOException, TokenException {
        TokenKey key = id == null ? TokenKey.generate(algorithm) : TokenKey.generate(algorithm, id);
        if (!publish.isEmpty() || !subscribe.isEmpty()) {
            key = key.withScope(new KeyScope(root, publish, subscribe));
        }
        if (publicOut != null || publicDirectory != null) {
            write(key.toPublic(), publicOut, publicDirectory);
        }
        write(key, out, outDirectory);
    }

    private void write(TokenKey key, @Nullable String file, @Nullable Path directory)
            throws IOException {
        if (directory != null) {
            KeyFiles.write(directory.resolve(key.id().orElseThrow() + ".jwk"), key, base64);
        } else if (file == null || file.equals(TokenCommand.STANDARD)) {
            console.out().println(base64 ? key.toBase64() : key.toJson());
        } else {
            KeyFiles.write(Path.of(file), key, base64);
        }
    }
}
