package org.moqgateway.server.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.moqgateway.server.Gateway;
import org.moqgateway.server.StartException;
import org.moqgateway.server.config.ClientCommand;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.LogFormat;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.SettingException;
import org.moqgateway.server.config.SettingsLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the gateway, tells where it is, and stays until the process is asked to end.
final class ServeAction {
    private static final Logger log = LoggerFactory.getLogger(ServeAction.class);

    private final Launcher launcher;
    private final Map<String, String> environment;
    private final Console console;

    ServeAction(Launcher launcher, Map<String, String> environment, Console console) {
        this.launcher = launcher;
        this.environment = environment;
        this.console = console;
    }

    /// Blocks while the gateway serves.
    ///
    /// @return one of [ExitCode]
    int run(Map<Setting, List<String>> flags) {
        return run(
                () -> SettingsLoader.load(flags, environment), launcher::gateway, Banner::gateway);
    }

    /// Blocks while the gateway serves and its client of the command line has not ended for good.
    ///
    /// @return one of [ExitCode]
    int runClient(Map<Setting, List<String>> flags, ClientCommand client) {
        return run(
                () -> SettingsLoader.load(flags, client, environment),
                launcher::gateway,
                Banner::client);
    }

    /// Blocks while the relay serves.
    ///
    /// @return one of [ExitCode]
    int runRelay(Map<Setting, List<String>> flags) {
        return run(() -> SettingsLoader.load(flags, environment), launcher::relay, Banner::relay);
    }

    /// Where settings come from.
    @FunctionalInterface
    private interface Source {
        GatewaySettings load() throws SettingException;
    }

    /// How to start.
    @FunctionalInterface
    private interface Starter {
        Gateway start(GatewaySettings settings) throws StartException;
    }

    private int run(Source source, Starter starter, Function<Banner, String> text) {
        try {
            GatewaySettings settings = source.load();
            Logs.configure(settings.logFormat(), settings.logLevel());
            try (Gateway gateway = starter.start(settings)) {
                // First of all: who reads that we serve may ask us to end in the same moment.
                Shutdown shutdown = Shutdown.install(gateway::close);
                announce(settings, new Banner(settings, gateway), text);
                Optional<String> failure = shutdown.await(gateway.commandEnded());
                failure.ifPresent(reason -> console.err().println("moq-gateway: " + reason));
                return failure.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
            }
        } catch (SettingException e) {
            console.err().println("moq-gateway: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (StartException e) {
            console.err().println("moq-gateway: " + e.getMessage());
            return ExitCode.FAILED_TO_START;
        }
    }

    private void announce(GatewaySettings settings, Banner banner, Function<Banner, String> text) {
        if (settings.logFormat() == LogFormat.JSON) {
            log.info("serving {}", banner.line());
        } else {
            console.out().println(text.apply(banner));
        }
    }
}
