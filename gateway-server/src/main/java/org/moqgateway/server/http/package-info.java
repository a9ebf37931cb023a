/// The HTTP side: WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) endpoints, session URLs, status
/// and pages. The only package that knows Javalin and Jetty. It decides nothing about media: it
/// asks a [org.moqgateway.core.webrtc.SessionBroker].
@NullMarked
package org.moqgateway.server.http;

import org.jspecify.annotations.NullMarked;
