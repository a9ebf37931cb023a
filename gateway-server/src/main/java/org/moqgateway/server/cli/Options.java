package org.moqgateway.server.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moqgateway.server.config.ClientSetting;
import org.moqgateway.server.config.Key;
import org.moqgateway.server.config.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Makes flags from the tables of settings.
final class Options {
    private static final Set<String> SWITCHES =
            Stream.<Key>concat(
                            Arrays.stream(Setting.values()), Arrays.stream(ClientSetting.values()))
                    .filter(Key::isSwitch)
                    .map(Key::flag)
                    .collect(Collectors.toUnmodifiableSet());

    private Options() {}

    static OptionSpec of(Key setting) {
        return of(setting, setting.flag());
    }

    /// Under other names.
    ///
    /// @param names the first is what it counts as
    static OptionSpec of(Key setting, String... names) {
        String description = setting.description() + " Default: " + setting.defaultText() + ".";
        OptionSpec.Builder option =
                OptionSpec.builder(names)
                        .paramLabel(setting.placeholder())
                        .hideParamSyntax(true)
                        .arity(setting.isSwitch() ? "0..1" : "1")
                        .description(description.replace("%", "%%"));
        if (setting.isSwitch()) {
            option.fallbackValue("true");
        }
        return setting.repeatable()
                ? option.type(List.class).auxiliaryTypes(String.class).build()
                : option.type(String.class).build();
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

    /// Gives each switch in front of a command's name, or of the word that goes with one, a value,
    /// lest it takes that for its own.
    static String[] withSwitchValues(CommandLine root, String... args) {
        Set<String> words = new HashSet<>(root.getSubcommands().keySet());
        root.getSubcommands()
                .values()
                .forEach(command -> words.addAll(words(command.getCommandSpec())));
        String[] told = args.clone();
        for (int i = 0; i + 1 < told.length; i++) {
            if (SWITCHES.contains(told[i]) && words.contains(told[i + 1])) {
                told[i] += "=true";
            }
        }
        return told;
    }

    private static List<String> words(CommandSpec command) {
        List<String> words = new ArrayList<>();
        for (PositionalParamSpec word : command.positionalParameters()) {
            if (word.completionCandidates() != null) {
                word.completionCandidates().forEach(words::add);
            }
        }
        return words;
    }
}
