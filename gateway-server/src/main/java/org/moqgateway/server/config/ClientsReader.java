package org.moqgateway.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.ClientRole;
import org.moqgateway.client.ClientSettings;

/// Reads the clients, those of [Setting#CLIENTS] and the one of the command line, and what
/// concerns them all.
final class ClientsReader {
    /// What separates the settings of a client that is written as one word: URLs have commas too.
    private static final Pattern COMMA = Pattern.compile(",(?=[a-z-]{2,20}=)");

    private static final int ADMIN_TOKEN_LENGTH = 8;

    private final RawValues<Setting> values;
    private final @Nullable RawClient command;

    /// @param command the client of the command line, null without one
    ClientsReader(RawValues<Setting> values, @Nullable RawClient command) {
        this.values = values;
        this.command = command;
    }

    ClientsSettings read() throws SettingException {
        List<RawClient> written = written();
        if (command != null) {
            written.add(command);
        }
        List<ClientSettings> clients = new ArrayList<>();
        Map<String, String> sources = new HashMap<>();
        Map<String, String> filled = new HashMap<>();
        for (RawClient raw : written) {
            ClientSettings client = new ClientReader(raw).read();
            unique(sources, "name", client.name(), raw.source(), "give one of them another name.");
            if (client.role() == ClientRole.SUBSCRIBE) {
                unique(
                        filled,
                        "broadcast to fill",
                        client.broadcast(),
                        raw.source(),
                        "a broadcast has one source: give each of them a broadcast of its own.");
            }
            clients.add(client);
        }
        return new ClientsSettings(
                clients, command == null ? null : clients.getLast().name(), adminToken());
    }

    private static void unique(
            Map<String, String> seen, String what, String value, String source, String advice)
            throws SettingException {
        String earlier = seen.putIfAbsent(value, source);
        if (earlier != null) {
            throw new SettingException(
                    "two clients have the same %s, \"%s\" (%s and %s): %s"
                            .formatted(what, value, earlier, source, advice));
        }
    }

    private List<RawClient> written() throws SettingException {
        RawSetting raw = values.get(Setting.CLIENTS);
        List<RawClient> clients = new ArrayList<>();
        if (raw == null) {
            return clients;
        }
        for (RawSetting.Value value : raw.values()) {
            String source = "client " + (clients.size() + 1) + " of " + raw.source();
            clients.add(
                    client(
                            value.members().isEmpty()
                                    ? members(value.text(), raw.source())
                                    : value.members(),
                            source));
        }
        return clients;
    }

    private static RawClient client(Map<String, List<RawSetting.Value>> members, String source)
            throws SettingException {
        Map<ClientSetting, RawSetting> settings = new EnumMap<>(ClientSetting.class);
        for (Map.Entry<String, List<RawSetting.Value>> member : members.entrySet()) {
            ClientSetting setting = ClientSetting.ofEntryKey(member.getKey()).orElse(null);
            if (setting == null) {
                throw new SettingException(
                        "unknown setting \""
                                + member.getKey()
                                + "\" of "
                                + source
                                + "."
                                + Suggestions.forWord(member.getKey(), ClientSetting.entryKeys()));
            }
            settings.put(setting, new RawSetting(source, member.getValue()));
        }
        return new RawClient(source, settings);
    }

    /// Reads `subscribe=URL,broadcast=cam0,…`.
    private static Map<String, List<RawSetting.Value>> members(String text, String source)
            throws SettingException {
        Map<String, List<RawSetting.Value>> members = new LinkedHashMap<>();
        String last = "";
        for (String pair : COMMA.split(text, -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw RawValues.bad(Setting.CLIENTS, text, source);
            }
            String key = pair.substring(0, equals);
            List<RawSetting.Value> values = members.computeIfAbsent(key, _ -> new ArrayList<>());
            if (last.equals("ice-server") && (key.equals("username") || key.equals("credential"))) {
                members.remove(key);
                List<RawSetting.Value> servers = members.getOrDefault(last, List.of());
                RawSetting.Value server = servers.removeLast();
                servers.add(RawSetting.Value.ofText(server.text() + "," + pair));
            } else {
                values.add(RawSetting.Value.ofText(pair.substring(equals + 1)));
                last = key;
            }
        }
        return members;
    }

    private @Nullable AdminToken adminToken() throws SettingException {
        values.exclude(
                Setting.ADMIN_TOKEN,
                Setting.ADMIN_TOKEN_FILE,
                "give the token or the file that holds it");
        String token =
                values.oneOrNull(
                        Setting.ADMIN_TOKEN, text -> ValueParsers.token(text, ADMIN_TOKEN_LENGTH));
        Path file = values.oneOrNull(Setting.ADMIN_TOKEN_FILE, ValueParsers::file);
        if (file != null) {
            try {
                token = TokenFile.read(file, ADMIN_TOKEN_LENGTH);
            } catch (IOException e) {
                throw new SettingException(
                        "bad value for admin-token-file: " + e.getMessage() + ".");
            }
        }
        return token == null ? null : AdminToken.of(token);
    }
}
