/// Offer and answer (RFC 9429, RFC 9725, draft-ietf-wish-whep): which codecs, feedback and header
/// extensions the two sides of a WHIP or WHEP session agree on. Pure: credentials, candidates and
/// SSRCs
/// are arguments.
@NullMarked
package org.moqgateway.core.negotiation;

import org.jspecify.annotations.NullMarked;
