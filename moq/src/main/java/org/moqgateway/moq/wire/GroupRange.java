package org.moqgateway.moq.wire;

/// Which groups of a track are wanted, by sequence.
///
/// On the wire each end is one number: 0 when it is open, otherwise the sequence plus one.
///
/// @param first the first group; [#OPEN] for the newest that there is
/// @param last the last group, inclusive; [#OPEN] for no end
public record GroupRange(long first, long last) {
    /// An end that is not fixed.
    public static final long OPEN = -1;

    /// From the newest group on, without an end.
    public static final GroupRange LIVE = new GroupRange(OPEN, OPEN);

    /// From that group on, without an end.
    public static GroupRange from(long first) {
        return new GroupRange(first, OPEN);
    }
}
