package org.moqgateway.lawbreakers.moq.moq.model;

import org.moqgateway.lawbreakers.moq.codecs.Media;

/// A relay type that knows media.
///
/// @param media what it must not know
public record KnowsMedia(Media media) {}
