/// Peers that we did not write, run as programs by the tests.
@NullMarked
package org.moqgateway.server.peer;

import org.jspecify.annotations.NullMarked;
