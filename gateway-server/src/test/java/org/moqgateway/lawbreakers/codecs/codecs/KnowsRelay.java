package org.moqgateway.lawbreakers.codecs.codecs;

import org.moqgateway.lawbreakers.codecs.moq.Relay;

/// A codec that knows the relay.
///
/// @param relay what it must not know
public record KnowsRelay(Relay relay) {}
