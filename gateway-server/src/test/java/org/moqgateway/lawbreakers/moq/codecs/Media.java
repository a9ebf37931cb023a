package org.moqgateway.lawbreakers.moq.codecs;

/// Something of media.
public record Media() {}
