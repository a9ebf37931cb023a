/// JMH benchmarks of the media path: nanoseconds and allocated bytes per packet.
@NullMarked
package org.moqgateway.bench.micro;

import org.jspecify.annotations.NullMarked;
