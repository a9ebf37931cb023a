package org.moqgateway.client;

import java.util.Optional;

/// A client that was asked to run once has ended.
///
/// @param name the client's
/// @param error why it failed, for people; empty when its session came to an orderly end
public record ClientEnd(String name, Optional<String> error) {}
