package org.moqgateway.server.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may publish and play. Each component is described by the [Setting] of its name.
///
/// @param key [Setting#AUTH_KEY]
/// @param keyDirectory [Setting#AUTH_KEY_DIR], a path or an http or https URL; not with `key`
/// @param publicPublish [Setting#AUTH_PUBLIC_PUBLISH] and [Setting#AUTH_PUBLIC], without slashes at
///     the ends
/// @param publicSubscribe [Setting#AUTH_PUBLIC_SUBSCRIBE] and [Setting#AUTH_PUBLIC]
/// @param open [Setting#PUBLIC]
public record AccessSettings(
        @Nullable Path key,
        @Nullable String keyDirectory,
        List<String> publicPublish,
        List<String> publicSubscribe,
        boolean open) {
    /// Copies the lists.
    public AccessSettings {
        publicPublish = List.copyOf(publicPublish);
        publicSubscribe = List.copyOf(publicSubscribe);
    }

    /// Whether nothing says who may come in: then only this machine may.
    public boolean unguarded() {
        return !restricted() && !open;
    }

    /// Whether tokens or prefixes say who may do what. Without: everyone may do everything.
    public boolean restricted() {
        return key != null
                || keyDirectory != null
                || !publicPublish.isEmpty()
                || !publicSubscribe.isEmpty();
    }
}
