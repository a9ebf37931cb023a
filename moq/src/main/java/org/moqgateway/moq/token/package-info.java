/// Tokens that say what a connection may publish and subscribe to, and the keys that sign and
/// verify them; the format is upstream's (moq-dev/moq, `rs/moq-token`). The only package that
/// imports the JOSE library.
///
/// A key is a JWK (RFC 7517) with an optional `scope` member, in a file as JSON or as base64url of
/// that JSON. A token is a JWT (RFC 7519) with the claims `root`, `put`, `get`, `exp` and `iat`.
@NullMarked
package org.moqgateway.moq.token;

import org.jspecify.annotations.NullMarked;
