package org.moqgateway.core.turn;

import java.net.StandardProtocolFamily;

/// The codes of RFC 8656 §19 in words.
final class TurnFailure {

    private TurnFailure() {}

    /// Why nothing was allocated.
    static String ofAllocate(int code, TurnSettings settings) {
        return switch (code) {
            case TurnTransaction.NO_ANSWER -> "the TURN server does not answer";
            case 300 -> "the TURN server names another one, but not where it is";
            case 401, 441 ->
                    settings.username() == null || settings.password() == null
                            ? "the TURN server wants a user name and a password"
                            : "the TURN server refuses the user name or the password";
            case 403 -> "the TURN server forbids it";
            case 437 -> "the TURN server has an allocation from this port already";
            case 438 -> "the TURN server calls each of its own nonces stale";
            case 440 ->
                    "the TURN server has no relayed addresses of "
                            + (settings.family() == StandardProtocolFamily.INET6 ? "IPv6" : "IPv4");
            case 442 -> "the TURN server does not relay UDP";
            case 486 -> "the TURN server's quota for this user is used up";
            case 508 -> "the TURN server has no capacity left";
            default -> "the TURN server answers with error " + code;
        };
    }

    /// Why the allocation is gone.
    static String ofRefresh(int code) {
        return switch (code) {
            case 437 -> "the TURN server has forgotten the allocation";
            case 401, 441 -> "the TURN server refuses the user name or the password by now";
            default -> "the TURN server does not renew the allocation: error " + code;
        };
    }
}
