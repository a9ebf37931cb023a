/// The figures of one process in the text format of Prometheus. The only package that knows
/// Micrometer. Labels have few values, all known beforehand: no names, addresses or ids.
@NullMarked
package org.moqgateway.server.metrics;

import org.jspecify.annotations.NullMarked;
