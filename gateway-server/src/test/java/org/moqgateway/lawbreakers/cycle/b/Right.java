package org.moqgateway.lawbreakers.cycle.b;

import org.moqgateway.lawbreakers.cycle.a.Left;
import org.jspecify.annotations.Nullable;

/// The other half of a cycle.
///
/// @param left the first half
public record Right(@Nullable Left left) {}
