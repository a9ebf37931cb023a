/// Tests of the relay benchmark.
@NullMarked
package org.moqgateway.bench.relay;

import org.jspecify.annotations.NullMarked;
