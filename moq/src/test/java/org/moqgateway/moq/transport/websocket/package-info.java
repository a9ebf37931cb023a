/// How the WebSocket client stands servers that mean ill.
@NullMarked
package org.moqgateway.moq.transport.websocket;

import org.jspecify.annotations.NullMarked;
