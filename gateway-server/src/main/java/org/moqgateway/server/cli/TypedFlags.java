package org.moqgateway.server.cli;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moqgateway.server.config.ClientSetting;
import org.moqgateway.server.config.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What was typed for a command: its own flags, and those that stood before its name. Whoever takes
/// a flag takes it out, so that what is left over is a mistake.
final class TypedFlags {
    private final CommandLine command;
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private TypedFlags(CommandLine command) {
        this.command = command;
    }

    static TypedFlags of(CommandLine command) {
        TypedFlags flags = new TypedFlags(command);
        CommandLine root = command.getParent();
        if (root != null) {
            flags.add(root.getParseResult());
        }
        flags.add(command.getParseResult());
        return flags;
    }

    private void add(ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                values.put(
                        option.names()[0],
                        option.stringValues().isEmpty()
                                ? List.of(option.fallbackValue())
                                : option.stringValues());
            }
        }
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    /// Lets an alias stand for a flag, which wins.
    void rename(String alias, String flag) {
        List<String> typed = values.remove(alias);
        if (typed != null) {
            values.putIfAbsent(flag, typed);
        }
    }

    Map<Setting, List<String>> take(Collection<Setting> settings) {
        Map<Setting, List<String>> taken = new EnumMap<>(Setting.class);
        for (Setting setting : settings) {
            List<String> typed = values.remove(setting.flag());
            if (typed != null) {
                taken.put(setting, typed);
            }
        }
        return taken;
    }

    Map<ClientSetting, List<String>> takeOfClient() {
        Map<ClientSetting, List<String>> taken = new EnumMap<>(ClientSetting.class);
        for (ClientSetting setting : ClientSetting.values()) {
            List<String> typed = setting.ofCommand() ? values.remove(setting.flag()) : null;
            if (typed != null) {
                taken.put(setting, typed);
            }
        }
        return taken;
    }

    /// @param what what the flags that are left do not go with
    void requireNoneLeft(String what) {
        if (!values.isEmpty()) {
            throw usage(String.join(", ", values.keySet()) + " can't be used with " + what + ".");
        }
    }

    ParameterException usage(String sentence) {
        return new ParameterException(command, sentence);
    }
}
