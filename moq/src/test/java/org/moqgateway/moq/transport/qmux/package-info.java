/// QMux in virtual time.
@NullMarked
package org.moqgateway.moq.transport.qmux;

import org.jspecify.annotations.NullMarked;
