package org.moqgateway.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.token.KeyFiles;
import org.moqgateway.moq.token.TokenException;
import org.moqgateway.moq.token.TokenKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `token`: keys and tokens on the command line. Its commands and flags are upstream's, so that
/// what people know of `moq-token` holds here.
@Command(
        name = "token",
        description = {
            "Make keys, and sign and verify the tokens that say who may publish and subscribe.",
        },
        synopsisSubcommandLabel = "(generate | sign | verify)")
final class TokenCommand implements Runnable {
    /// Stands for standard input or output in place of a file.
    static final String STANDARD = "-";

    private static final int MAX_INPUT_BYTES = 1 << 20;

    @Spec private @Nullable CommandSpec spec;

    private TokenCommand() {}

    static CommandLine commandLine(Console console) {
        return helped(new TokenCommand())
                .addSubcommand("generate", helped(new TokenGenerate(console)))
                .addSubcommand("sign", helped(new TokenSign(console)))
                .addSubcommand("verify", helped(new TokenVerify(console)))
                .setOut(console.out())
                .setErr(console.err())
                .setUsageHelpWidth(100);
    }

    private static CommandLine helped(Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help message and exit.")
                                .build());
        return line;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "name what to do: generate, sign or verify");
        }
    }

    /// What one of the commands does.
    @FunctionalInterface
    interface Action {
        void run() throws IOException, TokenException;
    }

    /// Does it, or says in a line why not.
    ///
    /// @return one of [ExitCode]
    static int run(Console console, Action action) {
        try {
            action.run();
            return ExitCode.OK;
        } catch (TokenException e) {
            console.err().println("moq-gateway: " + e.getMessage());
        } catch (NoSuchFileException e) {
            console.err().println("moq-gateway: there is no such file: " + e.getMessage());
        } catch (IOException e) {
            console.err().println("moq-gateway: can't read or write: " + e.getMessage());
        }
        return ExitCode.REFUSED;
    }

    /// The key in a file, or on standard input.
    static TokenKey readKey(String file, Console console) throws IOException, TokenException {
        return file.equals(STANDARD)
                ? TokenKey.parse(readText(file, console))
                : KeyFiles.read(Path.of(file));
    }

    /// The text in a file, or on standard input, without blanks around it.
    static String readText(String file, Console console) throws IOException {
        if (file.equals(STANDARD)) {
            return text(console.in().readNBytes(MAX_INPUT_BYTES));
        }
        try (var in = Files.newInputStream(Path.of(file))) {
            return text(in.readNBytes(MAX_INPUT_BYTES));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
