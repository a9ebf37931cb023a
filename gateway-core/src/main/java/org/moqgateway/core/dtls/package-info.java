/// DTLS 1.2 for SRTP keys (RFC 6347, RFC 5764, RFC 8827), over BouncyCastle, behind a guard of our
/// own. The only package that imports BouncyCastle.
///
/// Control plane: a handshake runs on a virtual thread and blocks there; the media loop only offers
/// datagrams. Feed it from ICE-validated addresses alone: there is no cookie exchange.
@NullMarked
package org.moqgateway.core.dtls;

import org.jspecify.annotations.NullMarked;
