package org.moqgateway.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what concerns Media over QUIC, certificates and tokens.
final class MoqSettingsReader {
    private final RawValues<Setting> written;

    MoqSettingsReader(RawValues<Setting> written) {
        this.written = written;
    }

    @Nullable TlsSettings tls() throws SettingException {
        Path cert = written.oneOrNull(Setting.TLS_CERT, ValueParsers::file);
        Path key = written.oneOrNull(Setting.TLS_KEY, ValueParsers::file);
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
        Path key = written.oneOrNull(Setting.AUTH_KEY, ValueParsers::file);
        String directory = written.oneOrNull(Setting.AUTH_KEY_DIR, ValueParsers::keyDirectory);
        written.exclude(
                Setting.AUTH_KEY, Setting.AUTH_KEY_DIR, "give the one key or the folder of keys");
        List<String> both = prefixes(Setting.AUTH_PUBLIC);
        return new AccessSettings(
                key,
                directory,
                joined(both, prefixes(Setting.AUTH_PUBLIC_PUBLISH)),
                joined(both, prefixes(Setting.AUTH_PUBLIC_SUBSCRIBE)),
                written.one(Setting.PUBLIC, ValueParsers::truth));
    }

    RelaySettings relay() throws SettingException {
        return new RelaySettings(
                written.one(Setting.QUIC, text -> Word.read(QuicStack.class, text)),
                written.oneOrNull(Setting.QUIC_BIND, ValueParsers::hostPort),
                written.oneOrNull(Setting.QMUX_BIND, ValueParsers::hostPort),
                links(),
                written.one(Setting.LINGER, ValueParsers::durationOrZero),
                written.one(Setting.CACHE, CacheSize::parse),
                versions());
    }

    private RelaySettings.LinkSettings links() throws SettingException {
        written.exclude(
                Setting.CLIENT_TLS_ROOT,
                Setting.CLIENT_TLS_FINGERPRINT,
                "name authorities or single certificates");
        return new RelaySettings.LinkSettings(
                written.oneOrNull(Setting.RELAY, ValueParsers::relayUrl),
                written.many(Setting.CLUSTER_CONNECT, value -> ValueParsers.relayUrl(value.text())),
                written.oneOrNull(Setting.CLUSTER_NODE, ValueParsers::webUrl),
                written.oneOrNull(Setting.CLUSTER_TOKEN, ValueParsers::file),
                written.oneOr(Setting.CLUSTER_ID, ValueParsers::clusterId, 0L),
                written.many(Setting.CLIENT_TLS_ROOT, value -> ValueParsers.file(value.text())),
                written.many(
                        Setting.CLIENT_TLS_FINGERPRINT,
                        value -> ValueParsers.fingerprint(value.text())));
    }

    private List<String> versions() throws SettingException {
        List<String> named =
                written.many(Setting.MOQ_VERSIONS, value -> ValueParsers.version(value.text()));
        return named.isEmpty()
                ? List.of(Setting.MOQ_VERSIONS.defaultText().split(" ", -1))
                : List.copyOf(new LinkedHashSet<>(named));
    }

    private List<String> prefixes(Setting setting) throws SettingException {
        return written.many(setting, value -> ValueParsers.prefix(value.text()));
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
                        + written.source(present)
                        + ") comes without its "
                        + what
                        + ": give "
                        + missing.flag()
                        + " FILE too.");
    }
}
