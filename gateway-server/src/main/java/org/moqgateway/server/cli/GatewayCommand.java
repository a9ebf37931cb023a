package org.moqgateway.server.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.moqgateway.server.MediaSide;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.Version;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The command line as a whole. `serve` is what happens when no command is named; its flags are
/// made from [Setting], so that help, files and environment can't drift apart.
final class GatewayCommand {
    private static final String[] FOOTER = {
        "",
        "Examples:",
        "  moq-gateway",
        "      serves http://localhost:8088 to this machine alone",
        "  moq-gateway --listen '[::]:8088' --public --public-addr 203.0.113.7",
        "      lets everyone in; peers send media to 203.0.113.7, UDP port 8088",
        "  moq-gateway --listen 0.0.0.0:80 --udp-bind 0.0.0.0:50000 --public --on-conflict reject",
        "      other ports, and the first publisher of a name keeps it",
        "  moq-gateway --relay https://relay.example.net/anon",
        "      shares its broadcasts with somebody's MoQ relay",
        "  moq-gateway --listen '[::]:443' --tls-cert cert.pem --tls-key key.pem --auth-key"
                + " key.jwk",
        "      serves everyone who has a token, encrypted",
        "  moq-gateway relay --cluster-connect https://node1.example.net:8088/",
        "      a MoQ relay alone, and a node of a cluster",
        "  MOQ_GATEWAY_LOG_FORMAT=json moq-gateway --config gateway.yaml",
        "      settings from a file, logs for a collector",
        "",
        "Every flag is also an environment variable (--udp-bind: MOQ_GATEWAY_UDP_BIND) and a",
        "key of the YAML file (udp-bind). A flag wins over the environment, the environment",
        "over the file. Several values are a repeated flag, words in a variable, a YAML list.",
        "",
        "Exit codes: 0 ended by Ctrl-C or SIGTERM, 1 could not start, 2 bad flag or setting.",
    };

    private final MediaSide.Factory media;
    private final Map<String, String> environment;
    private final Console console;

    GatewayCommand(MediaSide.Factory media, Map<String, String> environment, Console console) {
        this.media = media;
        this.environment = Map.copyOf(environment);
        this.console = console;
    }

    /// Runs what the arguments ask for; `serve` returns when the gateway has ended.
    ///
    /// @return one of [ExitCode]
    int run(String... args) {
        return commandLine().execute(args);
    }

    CommandLine commandLine() {
        CommandLine root =
                new CommandLine(
                        serving("moq-gateway")
                                .addSubcommand("serve", new CommandLine(serving("serve")))
                                .addSubcommand("relay", new CommandLine(relaying()))
                                .addSubcommand("health", new CommandLine(asking()))
                                .addSubcommand(
                                        "generate-completion",
                                        new CommandLine(new AutoComplete.GenerateCompletion())));
        root.getCommandSpec()
                .usageMessage()
                .description(
                        "Takes live video from OBS, FFmpeg or a browser over WHIP, keeps it as a"
                                + " Media over QUIC broadcast, and plays it in browsers over WHEP"
                                + " and in MoQ players. Without a command: serve.")
                .footer(FOOTER);
        root.addSubcommand("token", TokenCommand.commandLine(console));
        root.setExecutionExceptionHandler(
                (fault, command, parsed) -> {
                    console.err().println("moq-gateway: can't start: " + fault);
                    return ExitCode.FAILED_TO_START;
                });
        root.setOut(console.out()).setErr(console.err());
        root.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
        return root;
    }

    private CommandSpec serving(String name) {
        return spec(
                name,
                "Serve WHIP, WHEP, MoQ and the pages until stopped.",
                Arrays.asList(Setting.values()),
                (action, flags) -> action.run(flags));
    }

    private CommandSpec relaying() {
        return spec(
                "relay",
                "Relay MoQ alone, without WebRTC and pages, until stopped.",
                Arrays.stream(Setting.values()).filter(Setting::ofRelay).toList(),
                (action, flags) -> action.runRelay(flags));
    }

    private CommandSpec asking() {
        return spec(
                "health",
                "Ask the gateway of these settings, on this machine, whether it serves: exit code 0"
                        + " or 1.",
                List.of(Setting.LISTEN, Setting.TLS_CERT, Setting.TLS_KEY),
                (_, flags) -> new HealthAction(environment, console).run(flags));
    }

    /// What a command does with its flags.
    @FunctionalInterface
    private interface Running {
        int run(ServeAction action, Map<Setting, List<String>> flags);
    }

    private CommandSpec spec(
            String name, String description, List<Setting> settings, Running running) {
        CommandSpec[] self = new CommandSpec[1];
        Callable<Integer> action =
                () ->
                        running.run(
                                new ServeAction(media, environment, console),
                                flags(self[0].commandLine().getParseResult(), settings));
        CommandSpec spec =
                CommandSpec.wrapWithoutInspection(action)
                        .name(name)
                        .mixinStandardHelpOptions(true)
                        .versionProvider(versions());
        self[0] = spec;
        spec.usageMessage()
                .description(description)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .showDefaultValues(false);
        settings.forEach(setting -> spec.addOption(option(setting)));
        return spec;
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option =
                OptionSpec.builder(setting.flag())
                        .paramLabel(setting.placeholder())
                        .hideParamSyntax(true)
                        .arity(setting.isSwitch() ? "0..1" : "1")
                        .description(
                                (setting.description() + " Default: " + setting.defaultText() + ".")
                                        .replace("%", "%%"));
        if (setting.isSwitch()) {
            option.fallbackValue("true");
        }
        return setting.repeatable()
                ? option.type(List.class).auxiliaryTypes(String.class).build()
                : option.type(String.class).build();
    }

    private static Map<Setting, List<String>> flags(ParseResult parsed, List<Setting> settings) {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        for (Setting setting : settings) {
            if (parsed.hasMatchedOption(setting.flag())) {
                OptionSpec option = parsed.matchedOption(setting.flag());
                flags.put(
                        setting,
                        option.stringValues().isEmpty()
                                ? List.of(option.fallbackValue())
                                : option.stringValues());
            }
        }
        return flags;
    }

    private static IVersionProvider versions() {
        return () ->
                new String[] {
                    "moq-gateway " + Version.current() + " (Java " + Runtime.version() + ")"
                };
    }
}
