package org.moqgateway.server.moq;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.relay.access.AccessPolicy;
import org.moqgateway.moq.token.KeySource;
import org.moqgateway.moq.token.TokenException;
import org.moqgateway.moq.token.TokenVerifier;
import org.moqgateway.server.config.AccessSettings;
import org.moqgateway.server.config.Setting;

/// Makes the rules of access of the settings.
final class AccessRules {
    private AccessRules() {}

    /// @throws IOException naming the setting, when the key can't be read
    static AccessPolicy of(AccessSettings settings) throws IOException {
        if (!settings.restricted()) {
            return AccessPolicy.open();
        }
        KeySource keys = keys(settings);
        return AccessPolicy.restricted(
                keys == null ? null : new TokenVerifier(keys),
                settings.publicPublish(),
                settings.publicSubscribe(),
                InstantSource.system());
    }

    private static @Nullable KeySource keys(AccessSettings settings) throws IOException {
        Path file = settings.key();
        if (file != null) {
            try {
                return KeySource.file(file);
            } catch (TokenException | IOException e) {
                throw new IOException(
                        "bad value for "
                                + Setting.AUTH_KEY.key()
                                + ": "
                                + file
                                + " is no key: "
                                + e.getMessage()
                                + "; moq-gateway token generate makes one.",
                        e);
            }
        }
        String directory = settings.keyDirectory();
        if (directory == null) {
            return null;
        }
        return directory.contains("://")
                ? KeySource.url(URI.create(directory))
                : KeySource.directory(Path.of(directory));
    }
}
