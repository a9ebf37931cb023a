/// Certificates that are made, read and believed.
@NullMarked
package org.moqgateway.moq.transport.tls;

import org.jspecify.annotations.NullMarked;
