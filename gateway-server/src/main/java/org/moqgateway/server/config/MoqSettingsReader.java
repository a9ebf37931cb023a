package org.moqgateway.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what concerns Media over QUIC, certificates and tokens.
final class MoqSettingsReader {
    private final SettingsReader reader;

    MoqSettingsReader(SettingsReader reader) {
        this.reader = reader;
    }

    @Nullable TlsSettings tls() throws SettingException {
        Path cert = reader.oneOrNull(Setting.TLS_CERT, ValueParsers::file);
        Path key = reader.oneOrNull(Setting.TLS_KEY, ValueParsers::file);
        if (cert == null && key == null) {
            return null;
        }
        if (cert == null) {
            throw alone(Setting.TLS_KEY, Setting.TLS_CERT, "certificate");
        }
        if (key == null) {
            throw alone(Setting.TLS_CERT, Setting.TLS_KEY, "private key");
        }
        return new TlsSettings(cert, key);
    }

    AccessSettings access() throws SettingException {
        Path key = reader.oneOrNull(Setting.AUTH_KEY, ValueParsers::file);
        String directory = reader.oneOrNull(Setting.AUTH_KEY_DIR, ValueParsers::keyDirectory);
        if (key != null && directory != null) {
            throw new SettingException(
                    "auth-key ("
                            + source(Setting.AUTH_KEY)
                            + ") and auth-key-dir ("
                            + source(Setting.AUTH_KEY_DIR)
                            + ") exclude each other: give the one key or the folder of keys.");
        }
        List<String> both = prefixes(Setting.AUTH_PUBLIC);
        return new AccessSettings(
                key,
                directory,
                joined(both, prefixes(Setting.AUTH_PUBLIC_PUBLISH)),
                joined(both, prefixes(Setting.AUTH_PUBLIC_SUBSCRIBE)),
                reader.one(Setting.PUBLIC, ValueParsers::truth));
    }

    RelaySettings relay() throws SettingException {
        return new RelaySettings(
                reader.one(Setting.QUIC, text -> ValueParsers.word(QuicStack.class, text)),
                reader.oneOrNull(Setting.QUIC_BIND, ValueParsers::hostPort),
                reader.oneOrNull(Setting.QMUX_BIND, ValueParsers::hostPort),
                links(),
                reader.one(Setting.LINGER, ValueParsers::durationOrZero),
                reader.one(Setting.CACHE, CacheSize::parse),
                versions());
    }

    private RelaySettings.LinkSettings links() throws SettingException {
        if (reader.written(Setting.CLIENT_TLS_ROOT) != null
                && reader.written(Setting.CLIENT_TLS_FINGERPRINT) != null) {
            throw new SettingException(
                    "client-tls-root ("
                            + source(Setting.CLIENT_TLS_ROOT)
                            + ") and client-tls-fingerprint ("
                            + source(Setting.CLIENT_TLS_FINGERPRINT)
                            + ") exclude each other: name authorities or single certificates.");
        }
        return new RelaySettings.LinkSettings(
                reader.oneOrNull(Setting.RELAY, ValueParsers::relayUrl),
                reader.many(Setting.CLUSTER_CONNECT, value -> ValueParsers.relayUrl(value.text())),
                reader.oneOrNull(Setting.CLUSTER_NODE, ValueParsers::webUrl),
                reader.oneOrNull(Setting.CLUSTER_TOKEN, ValueParsers::file),
                reader.oneOr(Setting.CLUSTER_ID, ValueParsers::clusterId, 0L),
                reader.many(Setting.CLIENT_TLS_ROOT, value -> ValueParsers.file(value.text())),
                reader.many(
                        Setting.CLIENT_TLS_FINGERPRINT,
                        value -> ValueParsers.fingerprint(value.text())));
    }

    private List<String> versions() throws SettingException {
        if (reader.written(Setting.MOQ_VERSIONS) == null) {
            return List.of(Setting.MOQ_VERSIONS.defaultText().split(" ", -1));
        }
        return List.copyOf(
                new LinkedHashSet<>(
                        reader.many(
                                Setting.MOQ_VERSIONS,
                                value -> ValueParsers.version(value.text()))));
    }

    private List<String> prefixes(Setting setting) throws SettingException {
        return reader.many(setting, value -> ValueParsers.prefix(value.text()));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private SettingException alone(Setting present, Setting missing, String what) {
        return new SettingException(
                present.key()
                        + " ("
                        + source(present)
                        + ") comes without its "
                        + what
                        + ": give "
                        + missing.flag()
                        + " FILE too.");
    }

    private String source(Setting setting) {
        RawSetting raw = reader.written(setting);
        return raw == null ? "default" : "from " + raw.source();
    }
}
