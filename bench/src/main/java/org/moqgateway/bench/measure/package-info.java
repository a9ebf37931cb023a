/// What every load generator measures with: durations, the server's process, arguments. Knows no
/// protocol.
@NullMarked
package org.moqgateway.bench.measure;

import org.jspecify.annotations.NullMarked;
