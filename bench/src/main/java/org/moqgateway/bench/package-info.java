/// Measures the gateway: micro-benchmarks and a load generator. Only [org.moqgateway.bench.Bench]
/// is meant to be called.
@NullMarked
package org.moqgateway.bench;

import org.jspecify.annotations.NullMarked;
