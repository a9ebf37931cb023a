package org.moqgateway.moq.transport.webtransport;

/// A header field, pseudo-header fields included.
///
/// @param name in lower case, such as `:path`
/// @param value visible ASCII and spaces
record Field(String name, String value) {}
