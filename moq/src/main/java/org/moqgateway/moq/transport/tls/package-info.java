/// Certificates: which are shown, which are believed.
@NullMarked
package org.moqgateway.moq.transport.tls;

import org.jspecify.annotations.NullMarked;
