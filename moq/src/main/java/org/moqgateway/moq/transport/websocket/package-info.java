/// QMux in WebSocket messages (draft-lcurley-qmux-websocket): the client over OkHttp, and the
/// server's half for whichever HTTP server makes the upgrade.
@NullMarked
package org.moqgateway.moq.transport.websocket;

import org.jspecify.annotations.NullMarked;
