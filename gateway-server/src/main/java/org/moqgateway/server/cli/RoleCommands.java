package org.moqgateway.server.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.moqgateway.client.ClientRole;
import org.moqgateway.server.config.ClientCommand;
import org.moqgateway.server.config.ClientSetting;
import org.moqgateway.server.config.ServerRole;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.config.Word;
import picocli.CommandLine.Model.CommandSpec;

/// The commands that name a role: `client subscribe|publish`, `server publish|subscribe`, and
/// upstream's words for the same four, `import|export rtc --listen|--connect`.
final class RoleCommands {
    /// Upstream's name of `--relay`.
    static final String CLIENT_CONNECT = "--client-connect";

    private static final String CONNECT = "--connect";
    private static final String NAME = "--name";
    private static final String PUBLISH = "publish";
    private static final String SUBSCRIBE = "subscribe";
    private static final String RTC = "rtc";

    /// What a client dials with, and what peers find a server by, are different things under one
    /// name: with a client the flag is the client's.
    private static final Set<Setting> SHADOWED =
            EnumSet.of(Setting.BROADCAST, Setting.ICE_SERVER, Setting.LINGER);

    /// What upstream takes with `--listen` alone.
    private static final Set<Setting> OF_LISTENERS =
            EnumSet.of(Setting.UDP_BIND, Setting.PUBLIC_ADDR, Setting.CORS_ORIGIN);

    private RoleCommands() {}

    /// What a command comes to.
    ///
    /// @param flags the gateway's
    record Client(Map<Setting, List<String>> flags, ClientCommand command) {}

    /// Declares the flags of `client`.
    static void client(CommandSpec spec) {
        spec.addPositional(
                Options.word(
                        "subscribe pulls the URL, a WHEP endpoint, into the broadcast; publish"
                                + " pushes the broadcast to the URL, a WHIP endpoint.",
                        List.of(SUBSCRIBE, PUBLISH)));
        ofCommand().forEach(setting -> spec.addOption(Options.of(setting)));
        besidesAClient().forEach(setting -> spec.addOption(Options.of(setting)));
        spec.addOption(Options.alias(CLIENT_CONNECT, Setting.RELAY));
    }

    /// Reads them.
    static Client client(String word, TypedFlags typed) {
        typed.rename(CLIENT_CONNECT, Setting.RELAY.flag());
        ClientRole role =
                switch (word) {
                    case SUBSCRIBE -> ClientRole.SUBSCRIBE;
                    case PUBLISH -> ClientRole.PUBLISH;
                    case String other ->
                            throw typed.usage(
                                    "client "
                                            + other
                                            + ": expected client subscribe, which pulls from a WHEP"
                                            + " endpoint, or client publish, which pushes to a WHIP"
                                            + " endpoint.");
                };
        return client(role, typed, "client " + word);
    }

    private static Client client(ClientRole role, TypedFlags typed, String what) {
        Map<ClientSetting, List<String>> ofClient = typed.takeOfClient();
        Map<Setting, List<String>> flags = typed.take(besidesAClient().toList());
        typed.requireNoneLeft(what);
        return new Client(flags, new ClientCommand(role, ofClient));
    }

    /// Declares the flags of `server`.
    static void server(CommandSpec spec) {
        spec.addPositional(
                Options.word(
                        "publish lets peers publish to the gateway (WHIP alone); subscribe lets"
                                + " them play from it (WHEP alone).",
                        List.of(PUBLISH, SUBSCRIBE)));
        ofServer().forEach(setting -> spec.addOption(Options.of(setting)));
        spec.addOption(Options.alias(CLIENT_CONNECT, Setting.RELAY));
    }

    /// Reads them.
    static Map<Setting, List<String>> server(String word, TypedFlags typed) {
        typed.rename(CLIENT_CONNECT, Setting.RELAY.flag());
        ServerRole role =
                switch (word) {
                    case PUBLISH -> ServerRole.WHIP;
                    case SUBSCRIBE -> ServerRole.WHEP;
                    case String other ->
                            throw typed.usage(
                                    "server "
                                            + other
                                            + ": expected server publish (WHIP alone) or server"
                                            + " subscribe (WHEP alone).");
                };
        return server(role, typed, "server " + word);
    }

    private static Map<Setting, List<String>> server(
            ServerRole role, TypedFlags typed, String what) {
        Map<Setting, List<String>> flags = new HashMap<>(typed.take(ofServer().toList()));
        typed.requireNoneLeft(what);
        flags.put(Setting.ROLES, List.of(Word.of(role)));
        return flags;
    }

    /// Declares the flags of `import` and `export`.
    static void rtc(CommandSpec spec) {
        spec.addPositional(Options.word("WebRTC, the one thing there is.", List.of(RTC)));
        spec.addOption(Options.of(ClientSetting.URL, CONNECT));
        ofCommand()
                .filter(
                        setting ->
                                setting != ClientSetting.URL
                                        && setting != ClientSetting.NAME
                                        && setting != ClientSetting.BROADCAST)
                .forEach(setting -> spec.addOption(Options.of(setting)));
        spec.addOption(Options.of(ClientSetting.BROADCAST, ClientSetting.BROADCAST.flag(), NAME));
        ofServer()
                .filter(setting -> !SHADOWED.contains(setting))
                .forEach(setting -> spec.addOption(Options.of(setting)));
        spec.addOption(Options.alias(CLIENT_CONNECT, Setting.RELAY));
    }

    /// Whether `import` or `export` is to connect.
    static boolean connects(String name, String word, TypedFlags typed) {
        if (!word.equals(RTC)) {
            throw typed.usage(name + " " + word + ": expected " + name + " rtc.");
        }
        boolean listens = typed.has(Setting.LISTEN.flag());
        boolean connects = typed.has(CONNECT);
        if (listens == connects) {
            throw typed.usage(
                    name
                            + " rtc needs "
                            + (listens ? "one of them alone, " : "")
                            + "--listen HOST:PORT to let peers come, or --connect URL to dial"
                            + " one.");
        }
        return connects;
    }

    /// Reads `import rtc --connect URL` and `export rtc --connect URL`.
    static Client connecting(ClientRole role, TypedFlags typed) {
        typed.rename(CLIENT_CONNECT, Setting.RELAY.flag());
        typed.rename(CONNECT, ClientSetting.URL.flag());
        for (Setting setting : OF_LISTENERS) {
            if (typed.has(setting.flag())) {
                throw typed.usage(setting.flag() + " goes with --listen, not with --connect.");
            }
        }
        return client(role, typed, CONNECT);
    }

    /// Reads `import rtc --listen HOST:PORT` and `export rtc --listen HOST:PORT`.
    static Map<Setting, List<String>> listening(ServerRole role, TypedFlags typed) {
        typed.rename(CLIENT_CONNECT, Setting.RELAY.flag());
        return server(role, typed, Setting.LISTEN.flag());
    }

    private static Stream<ClientSetting> ofCommand() {
        return Arrays.stream(ClientSetting.values()).filter(ClientSetting::ofCommand);
    }

    private static Stream<Setting> besidesAClient() {
        return Arrays.stream(Setting.values()).filter(setting -> !SHADOWED.contains(setting));
    }

    private static Stream<Setting> ofServer() {
        return Arrays.stream(Setting.values()).filter(setting -> setting != Setting.ROLES);
    }
}
