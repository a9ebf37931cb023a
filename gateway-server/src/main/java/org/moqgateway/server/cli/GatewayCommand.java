package org.moqgateway.server.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.moqgateway.client.ClientRole;
import org.moqgateway.server.MediaSide;
import org.moqgateway.server.config.ServerRole;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.Version;
import org.moqgateway.server.config.Word;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

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
        "  moq-gateway client --url https://camera.example/whep/cam0 --broadcast cam0 subscribe",
        "      pulls a camera into the broadcast cam0, and serves it",
        "  moq-gateway client --url https://live.example/whip --token-file token --broadcast show"
                + " publish",
        "      pushes the broadcast show to somebody's WHIP server",
        "  moq-gateway server publish",
        "      lets peers publish, and not play, over WebRTC",
        "  moq-gateway relay --cluster-connect https://node1.example.net:8088/",
        "      a MoQ relay alone, and a node of a cluster",
        "  MOQ_GATEWAY_LOG_FORMAT=json moq-gateway --config gateway.yaml",
        "      settings from a file, logs for a collector",
        "",
        "Every flag is also an environment variable (--udp-bind: MOQ_GATEWAY_UDP_BIND) and a",
        "key of the YAML file (udp-bind). A flag wins over the environment, the environment",
        "over the file. Several values are a repeated flag, words in a variable, a YAML list.",
        "",
        "Exit codes: 0 ended by Ctrl-C or SIGTERM, or in order with --once; 1 could not start, or",
        "was refused with --once; 2 bad flag or setting.",
    };

    private final Launcher launcher;
    private final Map<String, String> environment;
    private final Console console;

    GatewayCommand(MediaSide.Factory media, Map<String, String> environment, Console console) {
        this(Launcher.of(media), environment, console);
    }

    GatewayCommand(Launcher launcher, Map<String, String> environment, Console console) {
        this.launcher = launcher;
        this.environment = Map.copyOf(environment);
        this.console = console;
    }

    /// Runs what the arguments ask for; `serve` returns when the gateway has ended.
    ///
    /// @return one of [ExitCode]
    int run(String... args) {
        CommandLine root = commandLine();
        return root.execute(Options.withSwitchValues(root, args));
    }

    CommandLine commandLine() {
        CommandLine root =
                new CommandLine(
                        serving("moq-gateway")
                                .addOption(
                                        Options.alias(RoleCommands.CLIENT_CONNECT, Setting.RELAY))
                                .addSubcommand("serve", new CommandLine(serving("serve")))
                                .addSubcommand("client", new CommandLine(client()))
                                .addSubcommand("server", new CommandLine(server()))
                                .addSubcommand("relay", new CommandLine(relaying()))
                                .addSubcommand(
                                        "import",
                                        new CommandLine(
                                                rtc(
                                                        "import",
                                                        ServerRole.WHIP,
                                                        ClientRole.SUBSCRIBE)))
                                .addSubcommand(
                                        "export",
                                        new CommandLine(
                                                rtc("export", ServerRole.WHEP, ClientRole.PUBLISH)))
                                .addSubcommand("health", new CommandLine(asking()))
                                .addSubcommand(
                                        "generate-completion",
                                        new CommandLine(new AutoComplete.GenerateCompletion())));
        root.getCommandSpec()
                .usageMessage()
                .description(
                        "Takes live video from OBS, FFmpeg or a browser over WHIP, or from any WHEP"
                            + " server, keeps it as a Media over QUIC broadcast, and plays it in"
                            + " browsers over WHEP and in MoQ players, or pushes it to any WHIP"
                            + " server. Without a command: serve.")
                .footer(FOOTER);
        root.addSubcommand("token", TokenCommand.commandLine(console));
        root.setExecutionExceptionHandler(
                (fault, command, parsed) -> {
                    if (fault instanceof ParameterException bad) {
                        throw bad;
                    }
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
                spec -> addOptions(spec, Arrays.asList(Setting.values())),
                (action, command) -> {
                    TypedFlags typed = TypedFlags.of(command);
                    typed.rename(RoleCommands.CLIENT_CONNECT, Setting.RELAY.flag());
                    return action.run(typed.take(Arrays.asList(Setting.values())));
                });
    }

    private CommandSpec client() {
        return spec(
                "client",
                "Pull a WHEP source into a broadcast, or push a broadcast to a WHIP server, until"
                        + " stopped. It also serves, as the command serve does; with --relay and"
                        + " without --listen on free ports of this machine.",
                RoleCommands::client,
                (action, command) ->
                        run(action, RoleCommands.client(word(command), TypedFlags.of(command))));
    }

    private CommandSpec server() {
        return spec(
                "server",
                "Serve with one of the two endpoints alone, until stopped.",
                RoleCommands::server,
                (action, command) ->
                        action.run(RoleCommands.server(word(command), TypedFlags.of(command))));
    }

    private CommandSpec rtc(String name, ServerRole listening, ClientRole connecting) {
        return spec(
                name,
                "As upstream's moq: %s rtc --listen HOST:PORT is server %s, %1$s rtc --connect URL is client %s."
                        .formatted(
                                name,
                                listening == ServerRole.WHIP ? "publish" : "subscribe",
                                Word.of(connecting)),
                RoleCommands::rtc,
                (action, command) -> {
                    TypedFlags typed = TypedFlags.of(command);
                    return RoleCommands.connects(name, word(command), typed)
                            ? run(action, RoleCommands.connecting(connecting, typed))
                            : action.run(RoleCommands.listening(listening, typed));
                });
    }

    private static int run(ServeAction action, RoleCommands.Client client) {
        return action.runClient(client.flags(), client.command());
    }

    private static String word(CommandLine command) {
        return command.getParseResult().matchedPositionalValue(0, "");
    }

    private CommandSpec relaying() {
        List<Setting> settings = Arrays.stream(Setting.values()).filter(Setting::ofRelay).toList();
        return spec(
                "relay",
                "Relay MoQ alone, without WebRTC and pages, until stopped.",
                spec -> addOptions(spec, settings),
                (action, command) -> {
                    TypedFlags typed = TypedFlags.of(command);
                    Map<Setting, List<String>> flags = typed.take(settings);
                    typed.requireNoneLeft("relay");
                    return action.runRelay(flags);
                });
    }

    private CommandSpec asking() {
        List<Setting> settings = List.of(Setting.LISTEN, Setting.TLS_CERT, Setting.TLS_KEY);
        return spec(
                "health",
                "Ask the gateway of these settings, on this machine, whether it serves: exit code 0"
                        + " or 1.",
                spec -> addOptions(spec, settings),
                (_, command) ->
                        new HealthAction(environment, console)
                                .run(TypedFlags.of(command).take(settings)));
    }

    /// What a command does.
    @FunctionalInterface
    private interface Running {
        int run(ServeAction action, CommandLine command);
    }

    private CommandSpec spec(
            String name, String description, Consumer<CommandSpec> options, Running running) {
        CommandSpec[] self = new CommandSpec[1];
        Callable<Integer> action =
                () ->
                        running.run(
                                new ServeAction(launcher, environment, console),
                                self[0].commandLine());
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
        options.accept(spec);
        return spec;
    }

    private static void addOptions(CommandSpec spec, List<Setting> settings) {
        settings.forEach(setting -> spec.addOption(Options.of(setting)));
    }

    private static IVersionProvider versions() {
        return () ->
                new String[] {
                    "moq-gateway " + Version.current() + " (Java " + Runtime.version() + ")"
                };
    }
}
