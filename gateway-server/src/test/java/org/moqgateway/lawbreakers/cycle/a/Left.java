package org.moqgateway.lawbreakers.cycle.a;

import org.moqgateway.lawbreakers.cycle.b.Right;

/// One half of a cycle.
///
/// @param right the other half
public record Left(Right right) {}
