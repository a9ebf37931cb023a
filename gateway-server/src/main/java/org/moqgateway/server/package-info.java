/// The running gateway: the HTTP side and the media side, started and stopped in order.
@NullMarked
package org.moqgateway.server;

import org.jspecify.annotations.NullMarked;
