package org.moqgateway.core.sdp;

/// The ICE credentials of one side as they stand in a description (RFC 8839 §5.4).
///
/// @param ufrag    4 to 256 characters
/// @param password 22 to 256 characters
public record IceParameters(String ufrag, String password) {}
