/// Puts the MoQ side together: certificate, rules of access, relay, and the endpoints that carry
/// it.
@NullMarked
package org.moqgateway.server.moq;

import org.jspecify.annotations.NullMarked;
