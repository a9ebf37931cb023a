package org.moqgateway.server.config;

import java.nio.file.Path;

/// Where the server's certificate is.
///
/// @param cert [Setting#TLS_CERT]
/// @param key [Setting#TLS_KEY]
public record TlsSettings(Path cert, Path key) {}
