/// A load generator for MoQ relays: publishers and subscribers of our own client, in a process of
/// their own, against any relay.
@NullMarked
package org.moqgateway.bench.relay;

import org.jspecify.annotations.NullMarked;
