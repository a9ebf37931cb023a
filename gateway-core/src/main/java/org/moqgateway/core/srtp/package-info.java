/// SRTP and SRTCP in place on byte arrays (RFC 3711, RFC 7714), over jitsi-srtp. The only package
/// that imports jitsi-srtp and jitsi-utils.
///
/// jitsi-srtp logs through `java.util.logging` under `org.jitsi`; set that logger to `WARNING` or
/// higher.
@NullMarked
package org.moqgateway.core.srtp;

import org.jspecify.annotations.NullMarked;
