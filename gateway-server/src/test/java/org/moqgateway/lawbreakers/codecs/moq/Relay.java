package org.moqgateway.lawbreakers.codecs.moq;

/// Something of the relay.
public record Relay() {}
