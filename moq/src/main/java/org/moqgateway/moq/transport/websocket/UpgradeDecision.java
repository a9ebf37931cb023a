package org.moqgateway.moq.transport.websocket;

/// What became of a request for a WebSocket.
public sealed interface UpgradeDecision {
    /// Switch protocols, then tell the socket what happens.
    ///
    /// @param subprotocol for `Sec-WebSocket-Protocol`, such as `qmux-01.moq-lite-05`
    /// @param socket told of everything from now on, the failure of the upgrade included
    record Accepted(String subprotocol, ServerWebSocket socket) implements UpgradeDecision {}

    /// Answer with this status.
    ///
    /// @param httpStatus such as 403
    /// @param reason for people
    record Rejected(int httpStatus, String reason) implements UpgradeDecision {}
}
