/// WHIP and WHEP over HTTP, as a client (RFC 9725, draft-ietf-wish-whep).
@NullMarked
package org.moqgateway.client.http;

import org.jspecify.annotations.NullMarked;
