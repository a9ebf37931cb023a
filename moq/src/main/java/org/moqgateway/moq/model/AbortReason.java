package org.moqgateway.moq.model;

import java.util.Objects;

/// Why a broadcast, track or group ended before its publisher finished it.
///
/// @param code below 64 a number of this class alone, which a MoQ session translates into a
///     stream code and back; from 64 on the application's own, which is sent as it is
/// @param text for people: logs, statistics
public record AbortReason(int code, String text) {
    /// The first code that an application may choose.
    public static final int FIRST_APPLICATION_CODE = 64;

    /// Nobody reads any more.
    public static final AbortReason CANCELLED = new AbortReason(0, "cancelled");

    /// The group is older than everything that is kept.
    public static final AbortReason OLD = new AbortReason(2, "old");

    /// Nothing arrived in time.
    public static final AbortReason TIMEOUT = new AbortReason(3, "timeout");

    /// The name is taken; for a broadcast: a newer publisher replaced this one.
    public static final AbortReason DUPLICATE = new AbortReason(12, "duplicate");

    /// There is no such broadcast, track or group.
    public static final AbortReason NOT_FOUND = new AbortReason(13, "not found");

    /// The producer was dropped without having finished.
    public static final AbortReason DROPPED = new AbortReason(24, "dropped");

    /// The owner was closed.
    public static final AbortReason CLOSED = new AbortReason(25, "closed");

    /// The group holds more bytes than the track may keep.
    public static final AbortReason TOO_LARGE = new AbortReason(27, "frame too large");

    /// The bounded cache let the group go.
    public static final AbortReason EVICTED = new AbortReason(31, "evicted");

    /// @throws IllegalArgumentException when `code` is negative
    public AbortReason {
        Objects.requireNonNull(text);
        if (code < 0) {
            throw new IllegalArgumentException("code is negative: " + code);
        }
    }

    /// The same code with a text of the caller's.
    public AbortReason withText(String detail) {
        return new AbortReason(code, detail);
    }

    /// A reason of the application's own.
    ///
    /// @param code counted from 0; the wire carries it above [#FIRST_APPLICATION_CODE]
    public static AbortReason application(int code, String text) {
        return new AbortReason(FIRST_APPLICATION_CODE + code, text);
    }
}
