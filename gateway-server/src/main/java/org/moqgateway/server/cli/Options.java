package org.moqgateway.server.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moqgateway.server.config.ClientSetting;
import org.moqgateway.server.config.Setting;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Makes flags from the tables of settings.
final class Options {
    private static final Set<String> SWITCHES =
            Stream.concat(
                            Arrays.stream(Setting.values())
                                    .filter(Setting::isSwitch)
                                    .map(Setting::flag),
                            Arrays.stream(ClientSetting.values())
                                    .filter(ClientSetting::isSwitch)
                                    .map(ClientSetting::flag))
                    .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> COMMANDS =
            Set.of(
                    "serve",
                    "relay",
                    "client",
                    "server",
                    "subscribe",
                    "publish",
                    "import",
                    "export",
                    "rtc",
                    "health",
                    "token");

    private Options() {}

    static OptionSpec of(Setting setting) {
        return option(
                setting.placeholder(),
                setting.isSwitch(),
                setting.repeatable(),
                setting.description() + " Default: " + setting.defaultText() + ".",
                setting.flag());
    }

    static OptionSpec of(ClientSetting setting) {
        return of(setting, setting.flag());
    }

    /// Under other names.
    ///
    /// @param names the first is what it counts as
    static OptionSpec of(ClientSetting setting, String... names) {
        return option(
                setting.placeholder(),
                setting.isSwitch(),
                setting.repeatable(),
                setting.description() + " Default: " + setting.defaultText() + ".",
                names);
    }

    /// Another name of a flag, which help does not list.
    static OptionSpec alias(String name, Setting setting) {
        return OptionSpec.builder(name)
                .paramLabel(setting.placeholder())
                .hidden(true)
                .arity("1")
                .type(String.class)
                .build();
    }

    /// One word that must be there.
    static PositionalParamSpec word(String description, List<String> words) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .type(String.class)
                .paramLabel(
                        words.size() == 1 ? words.getFirst() : "(" + String.join("|", words) + ")")
                .hideParamSyntax(true)
                .completionCandidates(words)
                .description(description)
                .build();
    }

    private static OptionSpec option(
            String placeholder,
            boolean isSwitch,
            boolean repeatable,
            String description,
            String... names) {
        OptionSpec.Builder option =
                OptionSpec.builder(names)
                        .paramLabel(placeholder)
                        .hideParamSyntax(true)
                        .arity(isSwitch ? "0..1" : "1")
                        .description(description.replace("%", "%%"));
        if (isSwitch) {
            option.fallbackValue("true");
        }
        return repeatable
                ? option.type(List.class).auxiliaryTypes(String.class).build()
                : option.type(String.class).build();
    }

    /// Gives each switch in front of a command's name a value, lest it takes the name for one.
    static String[] withSwitchValues(String... args) {
        String[] told = args.clone();
        for (int i = 0; i + 1 < told.length; i++) {
            if (SWITCHES.contains(told[i]) && COMMANDS.contains(told[i + 1])) {
                told[i] += "=true";
            }
        }
        return told;
    }
}
