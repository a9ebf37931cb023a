/// Tests of what measures.
@NullMarked
package org.moqgateway.bench.measure;

import org.jspecify.annotations.NullMarked;
