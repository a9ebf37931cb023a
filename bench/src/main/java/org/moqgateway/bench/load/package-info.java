/// A load generator for WHEP servers: one publisher, many viewers, in a process of its own.
@NullMarked
package org.moqgateway.bench.load;

import org.jspecify.annotations.NullMarked;
