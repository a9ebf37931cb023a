package org.moqgateway.lawbreakers.cycle.b;

import org.jspecify.annotations.Nullable;
import org.moqgateway.lawbreakers.cycle.a.Left;

/// The other half of a cycle.
///
/// @param left the first half
public record Right(@Nullable Left left) {}
