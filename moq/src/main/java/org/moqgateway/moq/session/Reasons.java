package org.moqgateway.moq.session;

import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.wire.MoqError;

/// The model's reasons as codes of the stream registry, and back. Codes of applications pass
/// unchanged.
final class Reasons {
    private Reasons() {}

    static long streamCode(AbortReason reason) {
        if (reason.code() >= AbortReason.FIRST_APPLICATION_CODE) {
            return reason.code();
        }
        return error(reason).streamCode();
    }

    private static MoqError error(AbortReason reason) {
        if (is(reason, AbortReason.CANCELLED) || is(reason, AbortReason.CLOSED)) {
            return MoqError.CANCEL;
        }
        if (is(reason, AbortReason.OLD)) {
            return MoqError.OLD;
        }
        if (is(reason, AbortReason.EVICTED)) {
            return MoqError.EVICTED;
        }
        if (is(reason, AbortReason.TIMEOUT)) {
            return MoqError.DELIVERY_TIMEOUT;
        }
        if (is(reason, AbortReason.TOO_LARGE)) {
            return MoqError.GROUP_TOO_LARGE;
        }
        if (is(reason, AbortReason.NOT_FOUND)) {
            return MoqError.NOT_FOUND;
        }
        return MoqError.INTERNAL;
    }

    private static boolean is(AbortReason reason, AbortReason constant) {
        return reason.code() == constant.code();
    }

    /// What a stream's reset means for what it carried.
    static AbortReason ofStreamCode(long code) {
        if (code >= MoqError.FIRST_APPLICATION_CODE && code <= Integer.MAX_VALUE) {
            return new AbortReason((int) code, "ended by the application, code " + code);
        }
        return MoqError.ofStreamCode(code)
                .map(Reasons::of)
                .orElse(AbortReason.DROPPED.withText("reset with code " + code));
    }

    /// What an error means for what it hit.
    static AbortReason of(MoqError error) {
        return switch (error) {
            case CANCEL -> AbortReason.CANCELLED;
            case OLD, TOO_FAR_BEHIND -> AbortReason.OLD;
            case EVICTED -> AbortReason.EVICTED;
            case NOT_FOUND, UNROUTABLE -> AbortReason.NOT_FOUND;
            case DELIVERY_TIMEOUT, CONTROL_TIMEOUT, GOAWAY_TIMEOUT -> AbortReason.TIMEOUT;
            case GROUP_TOO_LARGE, FRAME_TOO_LARGE -> AbortReason.TOO_LARGE;
            case DUPLICATE -> AbortReason.DUPLICATE;
            case INTERNAL,
                    UNAUTHORIZED,
                    PROTOCOL_VIOLATION,
                    MALFORMED,
                    UNEXPECTED_STREAM,
                    KEY_VALUE_FORMATTING,
                    VERSION,
                    SESSION_CLOSED,
                    GOING_AWAY,
                    WRONG_SIZE,
                    TIMESTAMP_MISMATCH,
                    UNSUPPORTED ->
                    AbortReason.DROPPED.withText(error.text());
        };
    }
}
