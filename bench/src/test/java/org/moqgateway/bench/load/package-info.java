/// Tests of the load generator.
@NullMarked
package org.moqgateway.bench.load;

import org.jspecify.annotations.NullMarked;
